import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { group } from "d3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addDecision, createDecisions } from "../../loaders/link/decisions.js";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { type RefreshResult, refresh } from "../../loaders/refresh/refresh.js";
import { Database } from "../../loaders/store/database.js";
import { type Manifest, readManifest } from "../../loaders/store/manifest.js";
import { storeOf } from "../../loaders/store/paths.js";
import { readRuns } from "../../loaders/store/runs.js";
import { ask, refreshedCity, type SmallCity, smallCity, withoutAreas } from "../small-city.js";
import { isSoaking, soak } from "../soak.js";

let city: SmallCity;
let first: Pick<RefreshResult, "manifest" | "store">;
const log: string[] = [];
beforeAll(async () => {
  // With what places children in areas: refresh.soak.test.ts.
  if (isSoaking) {
    city = await smallCity();
    first = await refreshAt(began, (line) => log.push(line));
    return;
  }
  const refreshed = await refreshedCity(withoutAreas);
  city = refreshed;
  log.push(...refreshed.log);
  const store = storeOf(city.inbox);
  first = { manifest: readManifest(store)!, store };
});
afterAll(() => city.remove());

const began = new Date();

/** Refreshes at a time that stands still, which some page data sets tell. */
async function refreshAt(now: Date, log: (line: string) => void = () => {}): Promise<RefreshResult> {
  vi.useFakeTimers({ toFake: ["Date"], now });
  try {
    return await refresh({ log });
  } finally {
    vi.useRealTimers();
  }
}

const fileOf = (source: string) => {
  const folder = join(city.inbox, source);
  return join(folder, readdirSync(folder).sort()[0]!);
};
const finished = (result: RefreshResult, step: string) => result.manifest.steps[step]?.finishedAt;

test("one refresh makes every page data set, each kept under the hash of its bytes", () => {
  const { manifest, store } = first;
  expect(manifest.failures).toEqual([]);
  // The small city lies in a folder of another name: its files themselves say that they are invented.
  const extracts = Object.values(manifest.sources).flatMap((source) => source.extracts);
  expect(extracts.filter(({ sample }) => !sample)).toEqual([]);
  expect(manifest.sample).toBe(true);
  expect(Object.keys(manifest.pages).length).toBeGreaterThan(5);
  for (const page of Object.values(manifest.pages)) {
    expect(page.stale).toBeNull();
    expect(
      createHash("sha256")
        .update(readFileSync(join(store.pages, page.file)))
        .digest("hex"),
    ).toBe(page.sha256);
  }
});

soak(
  "the same extracts give the same page data sets, byte for byte, in a store that begins with nothing",
  async () => {
    const hashes = ({ manifest }: Pick<RefreshResult, "manifest">) =>
      Object.entries(manifest.pages).map(([name, { sha256 }]) => [name, sha256]);
    process.env.EARLY_YEARS_STORE = join(city.folder, "another-store");
    process.env.EARLY_YEARS_KEY_FILE = join(city.folder, "another-key", "pseudonym.key");
    try {
      expect(hashes(await refreshAt(began))).toEqual(hashes(first));
    } finally {
      Object.assign(process.env, city.environment);
    }
  },
);

test("a second refresh with nothing new does nothing and says so", async () => {
  const before = statSync(first.store.manifest).mtimeMs;
  const [run, ...more] = readRuns(first.store);
  expect(more).toEqual([]);
  expect(run).toMatchObject({ outcome: "done", cause: "by hand", failures: [], refused: 0 });
  expect(run!.pages.length).toBeGreaterThan(5);
  expect(run!.children).toBeGreaterThan(500);
  expect(run!.sources.map(({ source }) => source)).toContain("eyfsp-return");
  expect(Object.keys(run!.seconds)).toEqual(
    expect.arrayContaining(["check:eyfsp-return", "link", "measure", "pages"]),
  );
  const second = await refresh();
  expect(readRuns(first.store)).toHaveLength(1);
  expect(second.unchanged).toBe(true);
  expect(second.changed).toEqual([]);
  expect(statSync(first.store.manifest).mtimeMs).toBe(before);
});

test("whoever looks after a rule is told at every refresh before it ends, though nothing else is new", async () => {
  const said: string[] = [];
  const { unchanged } = await refreshAt(new Date("2027-03-02T09:00:00Z"), (line) => said.push(line));
  expect(unchanged).toBe(true);
  expect(said).toContainEqual(
    expect.stringMatching(
      /^RULE {6}working-parents-minimum-earnings: .* is known up to 2027-03-31 and not after\. .*@/,
    ),
  );
});

/** Stops a refresh while it makes page data sets, and expects that everything is as it was. */
async function stopHalfWay(before: Manifest): Promise<void> {
  const stopped = refresh({
    log: (line) => {
      if (/^page +explore\/deliveries/.test(line)) throw new Error("stopped");
    },
  });
  await expect(stopped).rejects.toThrow("stopped");
  expect(readManifest(first.store)).toEqual(before);
  for (const page of Object.values(before.pages)) expect(readPage(first.store, page).length).toBe(page.bytes);
}

const decision = { verdict: "different", who: "AB", why: "moved house" } as const;

// Though the refresh is stopped half-way: in the soak.
test("a new extract remakes what rests on it and leaves the rest, and a broken one beside it is refused whole", async () => {
  const file = fileOf("childrens-centre-attendances");
  const lines = readFileSync(file, "latin1").trimEnd().split(/\r?\n/);
  writeFileSync(file, `${lines.slice(0, -20).join("\n")}\n`, "latin1");
  const broken = fileOf("health-visiting-reviews");
  const good = readFileSync(broken);
  writeFileSync(broken, `${good.toString("latin1").split(/\r?\n/)[0]!}\n`, "latin1");
  const identity = await Database.open(first.store.identity);
  await createDecisions(identity);
  const [left, right] = await identity.rows<{ evidence: string }>(
    "SELECT evidence::VARCHAR AS evidence FROM distinct_record ORDER BY evidence LIMIT 2",
  );
  await addDecision(identity, { left: left!.evidence, right: right!.evidence, ...decision }, new Date());
  identity.close();
  const before = readManifest(first.store)!;
  // Killed from outside, at any moment: killed-twice.soak.test.ts and killed.soak.test.ts.
  if (isSoaking) await stopHalfWay(before);
  const said: string[] = [];
  const result = await refresh({ log: (line) => said.push(line) });
  const made = said.flatMap((line) => /^page +(\S+):/.exec(line)?.[1] ?? []);
  // In the soak figures of areas are new, and so is all that the public reads; what was made before the refresh was stopped stays.
  expect(made).not.toContain(isSoaking ? "explore/data-quality.json" : "public/rules.json");
  expect(made).toContain("briefings/catalogue.json");
  writeFileSync(broken, good);
  expect(result.unchanged).toBe(false);
  expect(result.manifest.failures).toEqual([]);
  expect(finished(result, "check:childrens-centre-attendances")).not.toBe(
    before.steps["check:childrens-centre-attendances"]!.finishedAt,
  );
  expect(finished(result, "check:eyfsp-return")).toBe(before.steps["check:eyfsp-return"]!.finishedAt);
  expect(finished(result, "measure")).not.toBe(before.steps.measure!.finishedAt);
  // The last good one stays in use, and the catalogue says why.
  const entry = result.manifest.sources["health-visiting-reviews"]!;
  expect(entry.extracts).toEqual(before.sources["health-visiting-reviews"]!.extracts);
  expect(entry.refused).toHaveLength(1);
  const db = await Database.open(result.store.analysis, { readOnly: true });
  expect(
    await db.row("SELECT state, rows > 0 AS kept FROM catalogue WHERE source = 'health-visiting-reviews'"),
  ).toEqual({ state: "refused", kept: true });
  db.close();
});

soak(
  "page data sets that stay, as nothing that they read is new, are what making all anew gives",
  async () => {
    const file = fileOf("childrens-centre-attendances");
    const lines = readFileSync(file, "latin1").trimEnd().split(/\r?\n/);
    writeFileSync(file, `${lines.slice(0, -20).join("\n")}\n`, "latin1");
    const log: string[] = [];
    const { manifest, store } = await refreshAt(began, (line) => log.push(line));
    const hashes = (of: typeof manifest) =>
      Object.fromEntries(Object.entries(of.pages).map(([name, { sha256 }]) => [name, sha256]));
    writeFileSync(store.manifest, JSON.stringify({ ...manifest, state: "", pages: {} }));
    const anew: string[] = [];
    expect(hashes((await refreshAt(began, (line) => anew.push(line))).manifest)).toEqual(hashes(manifest));
    const made = (of: readonly string[]) => of.filter((line) => line.startsWith("page")).length;
    expect(made(log)).toBeLessThan(made(anew));
  },
);

soak("an extract that vanished from the inbox stays in use", async () => {
  const file = fileOf("eligible-two-year-olds");
  const content = readFileSync(file);
  const before = readManifest(first.store)!.sources["eligible-two-year-olds"]!.extracts.length;
  rmSync(file);
  const result = await refresh();
  expect(result.manifest.sources["eligible-two-year-olds"]!.extracts).toHaveLength(before);
  writeFileSync(file, content);
});

soak("a file that no source recognises is told, and no page but the catalogue changes", async () => {
  await refresh();
  writeFileSync(join(city.inbox, "holiday-photo.jpg"), "not data");
  const { manifest, changed } = await refresh();
  expect(manifest.unrecognised).toContain("aaaaaaa-aaaaa.jpg (8 bytes)");
  expect(changed).toEqual(["briefings/catalogue.json"]);
  rmSync(join(city.inbox, "holiday-photo.jpg"));
});

soak(
  "an extract that is whole again is taken; an identity database that is gone comes back with decisions and pseudonyms, and its loss is told; a lost page data set is made again with the same bytes",
  async () => {
    const persons = () =>
      ask<{ n: number }>(
        first.store.analysis,
        "SELECT count(*)::INTEGER AS n, bit_xor(hash(person_id)) AS all FROM person",
      );
    const before = await persons();
    expect(before[0]!.n).toBeGreaterThan(500);
    rmSync(first.store.identity);
    const said: string[] = [];
    const { store, manifest } = await refresh({ log: (line) => said.push(line) });
    expect(manifest.sources["health-visiting-reviews"]!.refused).toEqual([]);
    expect(said).toContainEqual(
      expect.stringMatching(
        /^LOST .*identity\.duckdb: it was gone\. .*are put back as they were kept on \d{4}-/,
      ),
    );
    expect(await persons()).toEqual(before);
    expect(await ask(store.identity, "SELECT verdict, who, why FROM review_decision")).toEqual([decision]);
    const [traces] = await ask<{ n: number }>(store.identity, "SELECT count(*) AS n FROM person_trace");
    expect(traces!.n).toBeGreaterThan(0);
    const [name, page] = Object.entries(manifest.pages)[0]!;
    rmSync(join(store.pages, page.file));
    const again = await refresh();
    expect(again.manifest.pages[name]!.sha256).toBe(page.sha256);
    expect(existsSync(join(store.pages, page.file))).toBe(true);
  },
);

soak(
  "what is linked and measured again with the same result is not protected again, and remakes no page data set",
  async () => {
    const { store } = await refresh();
    // As if a step's code had been other then.
    const db = await Database.open(store.analysis);
    await db.run("UPDATE step SET fingerprint = 'of other code' WHERE name IN ('link', 'measure')");
    db.close();
    writeFileSync(store.manifest, JSON.stringify({ ...readManifest(store)!, state: "of other code" }));
    const lines: string[] = [];
    const { changed, unchanged } = await refresh({ log: (line) => lines.push(line) });
    expect(unchanged).toBe(false);
    const done = (step: string) => lines.some((line) => line.startsWith(step));
    expect([done("link"), done("measure"), done("protect"), done("page")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(changed).toEqual([]);
  },
);

/** Those of some values, of four letters at least, that stand in texts: at each place those are tried that begin as it does. */
function valuesIn(texts: readonly string[], values: readonly string[]): string[] {
  const byBeginning = group(values, (value) => value.slice(0, 4));
  const found = new Set<string>();
  for (const text of texts)
    for (let at = 0; at < text.length; at++)
      for (const value of byBeginning.get(text.slice(at, at + 4)) ?? [])
        if (text.startsWith(value, at)) found.add(value);
  return [...found];
}

test("no log line, manifest or page data set holds a child's name, postcode or number", async () => {
  const db = await Database.open(first.store.identity, { readOnly: true });
  const values = (
    await db.rows<{ v: string }>(`
      SELECT DISTINCT nhs_number AS v FROM src_child_health_register WHERE length(nhs_number) = 10
      UNION SELECT DISTINCT upn FROM src_eyfsp_return WHERE length(upn) = 13
      UNION SELECT DISTINCT postcode FROM src_child_health_register WHERE length(postcode) > 5
      UNION SELECT DISTINCT forename || ' ' || surname FROM src_child_health_register`)
  ).flatMap(({ v }) => v || []);
  db.close();
  expect(values.length).toBeGreaterThan(1000);
  const { store, manifest } = await refresh();
  const shown = [
    log.join("\n"),
    readFileSync(store.manifest, "latin1"),
    readFileSync(join(store.folder, "runs", "runs.jsonl"), "latin1"),
    // Every postcode of the city is in one of them, as its published directory has it.
    ...Object.entries(manifest.pages)
      .filter(([name]) => !name.endsWith("postcodes.json"))
      .map(([, p]) => readFileSync(join(store.pages, p.file), "latin1")),
  ];
  // Services have postcodes of their own: a postcode counts as a child's only where no service lies in it.
  const directories = ["settings-register", "family-directory"]
    .filter((source) => existsSync(join(city.inbox, source)))
    .map((source) => readFileSync(fileOf(source), "latin1"));
  const isOfService = (value: string) => directories.some((text) => text.includes(value));
  expect(valuesIn(["a child of B1 1AA."], ["B1 1AA", "B2 2AA"])).toEqual(["B1 1AA"]);
  expect(valuesIn(shown, values).filter((value) => !isOfService(value))).toEqual([]);
});

test("a missing inbox is told with the remedy", async () => {
  const nowhere = join(city.folder, "nowhere");
  await expect(refresh({ inbox: nowhere })).rejects.toThrow(
    `${nowhere}: there is no such folder. Name the folder that holds the extracts after --inbox.`,
  );
});
