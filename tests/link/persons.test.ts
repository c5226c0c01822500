import { afterEach, describe, expect, test } from "vitest";
import { link } from "../../loaders/link/link.js";
import { tableOf } from "../../loaders/registry/source.js";
import type { Database } from "../../loaders/store/database.js";
import { firstOf, soak } from "../soak.js";
import {
  allSources,
  key,
  type Linked,
  linkRows,
  model,
  nhsNumber,
  personsOf,
  type Rows,
  upn,
  writeRows,
} from "./fixture.js";

const REGISTER = "child-health-register";
const REVIEWS = "health-visiting-reviews";
const HEADCOUNT = "funded-childcare-headcount";
const PROFILE = "eyfsp-return";
const CENTRES = "childrens-centre-registrations";

const amelia = {
  forename: "Amelia",
  surname: "Walker",
  date_of_birth: "2021-03-04",
  postcode: "B1 1AA",
};
const bilal = { forename: "Bilal", surname: "Hussain", date_of_birth: "2020-11-30", postcode: "B2 2BB" };
const NUMBER = { nhs_number: nhsNumber(912000001) };
const PUPIL = { upn: upn(801200000001) };

type People = Record<string, string | null>;

const open: Database[] = [];
afterEach(() => {
  while (open.length) open.pop()!.close();
});

/** Refreshes one store with extracts, one after another; gives back who each record was each time. */
async function refreshes(...extracts: Record<string, Rows>[]): Promise<{ store: Linked; people: People[] }> {
  const store = await linkRows(extracts[0]!);
  open.push(store.identity, store.analysis);
  const people = [store.person];
  for (const rows of extracts.slice(1)) people.push(await next(store, rows));
  return { store, people };
}

async function next(
  { identity, analysis, log }: Linked,
  rows: Record<string, Rows>,
  withKey = key,
): Promise<People> {
  log.length = 0;
  await deliver(identity, rows);
  await link(identity, analysis, { sources: allSources, key: withKey, model, log: (line) => log.push(line) });
  return (await personsOf(identity)).person;
}

async function deliver(identity: Database, rows: Record<string, Rows>): Promise<void> {
  for (const source of allSources) {
    await identity.run(`DROP TABLE IF EXISTS ${tableOf(source.id)}`);
    if (rows[source.id]) await writeRows(identity, source, rows[source.id]!);
  }
}

const history = (store: Linked): Promise<{ event: string }[]> =>
  store.identity.rows('SELECT event FROM person_history ORDER BY "at", event');

describe("a child whose only record changes", () => {
  test.each(
    firstOf(1, [
      ["its NHS number, after a move", REGISTER, { ...NUMBER, ...amelia }, { postcode: "B33 3CC" }],
      [
        "its source's identifier",
        CENTRES,
        { local_id: "C1", ...amelia },
        { postcode: "B33 3CC", surname: "Grant" },
      ],
      [
        "its NHS number, after a change of name",
        REGISTER,
        { ...NUMBER, ...amelia },
        { forename: "Millie", surname: "Grant" },
      ],
      [
        "its NHS number, after a correction of its date of birth",
        REGISTER,
        { ...NUMBER, ...amelia },
        { date_of_birth: "2021-04-03" },
      ],
      ["its UPN", PROFILE, { ...PUPIL, ...amelia, period: "2024-25" }, { postcode: "B33 3CC" }],
    ] as const),
  )("is known again by %s", async (_, source, record, change) => {
    const { store, people } = await refreshes(
      { [source]: [{ id: "before", ...record }] },
      { [source]: [{ id: "after", ...record, ...change }] },
    );
    expect(people[1]!.after).toBe(people[0]!.before);
    expect(await history(store)).toEqual([{ event: "new" }]);
  });

  soak("is another person where nothing says that it is the same", async () => {
    const { store, people } = await refreshes(
      { [HEADCOUNT]: [{ id: "before", ...amelia, period: "2024-autumn" }] },
      { [HEADCOUNT]: [{ id: "after", ...amelia, postcode: "B33 3CC", period: "2024-autumn" }] },
    );
    expect(people[1]!.after).not.toBe(people[0]!.before);
    expect(store.log).toContain("link      1 new child, 1 left");
  });
});

describe("a child that left is not taken for", () => {
  soak.each([
    ["a brother whose record bears its number by mistake", REVIEWS, NUMBER],
    ["a brother registered under the family's number", CENTRES, { local_id: "C1" }],
    [
      "a twin registered under the family's number",
      CENTRES,
      { local_id: "C1", date_of_birth: amelia.date_of_birth },
    ],
  ] as const)("%s", async (_, source, shared) => {
    const { people } = await refreshes(
      { [source]: [{ id: "amelia", ...amelia, ...shared }] },
      { [source]: [{ id: "bilal", ...bilal, surname: amelia.surname, ...shared }] },
    );
    expect(people[1]!.bilal).not.toBe(people[0]!.amelia);
  });

  soak("children who share a number that a system fills in", async () => {
    const filledIn = (id: string, forename: string) => ({
      id,
      ...amelia,
      ...NUMBER,
      forename,
      postcode: null,
    });
    const crowd = Array.from({ length: 60 }, (_, i) =>
      filledIn(`v${i}`, `Name${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`),
    );
    const { people } = await refreshes({ [REVIEWS]: crowd }, { [REVIEWS]: [filledIn("late", "Zoe")] });
    expect(Object.values(people[0]!)).not.toContain(people[1]!.late);
  });
});

soak("records that are read otherwise than before, by new code, are known by their rows", async () => {
  const extract = {
    [HEADCOUNT]: [
      { id: "a", ...amelia, period: "2024-autumn" },
      { id: "b", ...bilal, period: "2024-autumn" },
    ],
  };
  const { store, people } = await refreshes(extract);
  await store.identity.run("UPDATE person_trace SET trace = uuid()");
  expect(await next(store, extract)).toEqual(people[0]);
  expect(await history(store)).toEqual([{ event: "new" }, { event: "new" }]);
});

describe("an identifier that arrives", () => {
  // Only the number, in the register's second delivery, says that the unnamed baby is Amelia.
  const baby = { [REVIEWS]: [{ id: "baby", ...NUMBER, ...amelia, forename: "Baby girl" }] };
  const terms = {
    [HEADCOUNT]: [
      { id: "autumn", ...amelia, period: "2024-autumn" },
      { id: "spring", ...amelia, period: "2025-spring" },
    ],
  };
  const first = { ...baby, ...terms, [REGISTER]: [{ id: "register", ...amelia }] };
  const second = { ...baby, ...terms, [REGISTER]: [{ id: "numbered", ...NUMBER, ...amelia }] };

  soak(
    "merges two persons into the one with most records, and splits them again when it is withdrawn",
    async () => {
      const { store, people } = await refreshes(first, second);
      const [before, merged] = people as [People, People];
      expect(before.baby).not.toBe(before.autumn);
      expect(merged.baby).toBe(before.autumn);
      expect(merged.numbered).toBe(before.autumn);
      expect(store.log).toContain("link      1 merged");
      expect(await next(store, first)).toEqual(before);
      expect(store.log).toContain("link      1 split");
      expect(await history(store)).toEqual(["new", "new", "merged", "split"].map((event) => ({ event })));
    },
  );

  soak(
    "gives the same persons when the refresh is killed before the analysis database is written, and done again",
    async () => {
      const { store, people } = await refreshes(first);
      const { identity, analysis } = store;
      await deliver(identity, second);
      const killed = analysis.transaction(async () => {
        await identity.transaction(() =>
          link(identity, analysis, { sources: allSources, key, model, log: () => {} }),
        );
        throw new Error("killed");
      });
      await expect(killed).rejects.toThrow("killed");
      expect(await analysis.rows("SELECT event, persons FROM person_change")).toEqual([
        { event: "new", persons: 2 },
      ]);
      const after = await next(store, second);
      expect(after.baby).toBe(people[0]!.autumn);
      expect(await history(store)).toEqual(["new", "new", "merged"].map((event) => ({ event })));
      expect(await analysis.rows("SELECT event, persons FROM person_change ORDER BY event")).toEqual([
        { event: "merged", persons: 1 },
        { event: "new", persons: 2 },
      ]);
    },
  );
});

soak("a store of before persons were remembered keeps its pseudonyms", async () => {
  const extract = {
    [REGISTER]: [{ id: "a", ...NUMBER, ...amelia }],
    [HEADCOUNT]: [{ id: "b", ...bilal, period: "2024-autumn" }],
  };
  const { store, people } = await refreshes(extract);
  for (const table of ["person_anchor", "person_trace", "person_history"])
    await store.identity.run(`DROP TABLE ${table}`);
  expect(await next(store, extract)).toEqual(people[0]);
});

soak("a new key changes every pseudonym and no person, also of a child that is away", async () => {
  const both = {
    [REGISTER]: [{ id: "a", ...NUMBER, ...amelia }],
    [HEADCOUNT]: [{ id: "b", ...bilal, period: "2024-autumn" }],
  };
  const { store, people } = await refreshes(both, { [REGISTER]: both[REGISTER] });
  const other = Buffer.alloc(32, 8);
  const alone = await next(store, { [REGISTER]: both[REGISTER] }, other);
  expect(alone.a).not.toBe(people[0]!.a);
  const again = await next(store, both, other);
  expect(again.a).toBe(alone.a);
  expect(again.b).not.toBe(people[0]!.b);
  expect(await next(store, both)).toEqual(people[0]);
  expect(await history(store)).toEqual(["new", "new", "left", "returned"].map((event) => ({ event })));
});
