import { afterEach, beforeEach, expect, test } from "vitest";
import { check } from "../../loaders/check/check.js";
import { keepProfiles, readProfiles } from "../../loaders/check/profile.js";
import type { Source } from "../../loaders/registry/source.js";
import { stewardMessage } from "../../workspace/steward-message.js";
import { firstOf, soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const columns = `
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: day, headers: { any: Day }, type: date, formats: ["%Y-%m-%d"] }
  - { name: kind, headers: { any: Kind }, type: text, values: [play, talk, sing] }
  - { name: n, headers: { any: "N" }, type: number }
format: { type: csv, totals: rows }`;
const source = (more = "") => sourceFrom(`${columns}\n${more}`);
const refusing = (guard: string) => source(`guards: { ${guard}: refuse }`);

/** What is told of the extract that a delivery brings, beside those before it. */
async function told(given: Source, content: string, name = "visits.csv"): Promise<string[]> {
  desk.deliver(name, content);
  const { snapshots } = await desk.pull(given);
  const db = await desk.db();
  return db.transaction(async () => {
    const before = await readProfiles(db, given.id);
    const { extracts, profiles } = await check(given, snapshots, db, { store: desk.store, before });
    await keepProfiles(db, given, profiles);
    return extracts.at(-1)!.told;
  });
}

/** A day that has not been. */
const later = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);

interface Rows {
  many?: number;
  ward?: (i: number) => string;
  day?: (i: number) => string;
  kind?: (i: number) => string;
  n?: (i: number) => string | number;
}
const code = (i: number) => `E050${String(11100 + i).padStart(5, "0")}`;
const rows = ({
  many = 40,
  ward = code,
  day = () => "2026-01-02",
  kind = (i) => (i % 2 ? "play" : "talk"),
  n = (i) => 50 + i,
}: Rows = {}) =>
  `Ward,Day,Kind,N\n${Array.from({ length: many }, (_, i) => [ward(i), day(i), kind(i), n(i)].join(",")).join("\n")}\n`;

const unlike = [
  ["rows", { many: 100 }, /^It has 100 rows; earlier deliveries had 40\.$/],
  ["future", { day: (i: number) => (i ? "2026-01-02" : later) }, /^day is after the day .* in 1 row\.$/],
  ["units", { n: (i: number) => (50 + i) / 100 }, /^n stays far below .* may be another unit\.$/],
  ["categories", { kind: (i: number) => (i % 3 ? "play" : "sing") }, /^kind has “sing”, which no earlier/],
  ["areas", { ward: (i: number) => code(i + 500) }, /^ward has hardly any of the areas that earlier/],
  ["distribution", { day: () => "" }, /^day is empty in 100% of its rows/],
] as const;

test.each(firstOf(2, unlike))(
  "%s: what is unlike before is told, or refused where the source says so",
  async (guard, given, said) => {
    await told(source(), rows());
    const found = await told(source(), rows(given));
    expect(found).toContainEqual(expect.stringMatching(said));
    desk.close();
    desk = new Desk();
    await told(refusing(guard), rows());
    await expect(told(refusing(guard), rows(given))).rejects.toThrow(
      new RegExp(`Ask the supplier whether it is right\\. .*say guards: \\{ ${guard}: tell \\} until`),
    );
  },
);

test("what is like before is not told: other numbers, a few areas more, another order", async () => {
  await told(source(), rows());
  expect(await told(source(), rows({ many: 44, n: (i) => 90 - i, ward: (i) => code(44 - i) }))).toEqual([]);
});

test("a first delivery is compared with nothing, but no child was born after it came", async () => {
  const records = sourceFrom(`kind: records
columns: [{ name: born, headers: { any: Born }, type: date, identifier: true, role: date_of_birth }]`);
  expect(await told(records, `Born\n${later}\n2021-01-01\n`)).toEqual([
    "born is after the day on which it came in 1 row.",
  ]);
  desk.close();
  desk = new Desk();
  expect(await told(source(), rows({ day: () => later }))).toEqual([]);
});

soak("an extract that was sent again as that of another period is told", async () => {
  const terms = (more = "") =>
    source(`location: { type: inbox, files: ["visits*"], period: "(\\\\d{4}-\\\\d{2})" }\n${more}`);
  await told(terms(), rows(), "visits_2026-09.csv");
  const again = `${rows()}\n`;
  expect(await told(terms(), again, "visits_2026-10.csv")).toEqual([
    "It has the same rows, values and numbers as the extract of 2026-09, visits_2026-09.csv: it may be that one under another name.",
  ]);
  await expect(
    told(terms("guards: { duplicate: refuse }"), `${again}\n`, "visits_2026-11.csv"),
  ).rejects.toThrow(/guards: \{ duplicate: tell \}/);
});

test("a required column with a new name is refused with the line that would let it be read", async () => {
  await expect(told(source(), rows().replace("Ward", "Ward code"))).rejects.toThrow(
    '“Ward code” may be ward: write headers: { any: ["Ward", "Ward code"] }.',
  );
});

test("the steward has a message that is ready to send", () => {
  const entry = {
    ...{ title: "Visits", asOf: null, extracts: [] },
    refused: [{ name: "visits.csv", sha256: "a", reason: "It has 3 rows & no more.", since: "" }],
  };
  const message = stewardMessage(source(), entry)!;
  expect(message.to).toBe("steward@example.org");
  const url = new URL(message.mailto);
  expect(url.pathname).toBe("steward@example.org");
  expect(url.searchParams.get("subject")).toBe("Visits: an extract was refused");
  expect(url.searchParams.get("body")).toMatch(/visits\.csv was not taken.*It has 3 rows & no more\.$/s);
  expect(stewardMessage(source(), { ...entry, refused: [] })).toBeUndefined();
});
