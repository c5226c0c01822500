import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { keptFolder } from "../../loaders/link/kept.js";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { type RefreshResult, refresh } from "../../loaders/refresh/refresh.js";
import { Database } from "../../loaders/store/database.js";
import { type Manifest, readManifest } from "../../loaders/store/manifest.js";
import { storeOf } from "../../loaders/store/paths.js";
import { type SmallCity, smallCity } from "../small-city.js";
import { canMount, smallDisk } from "../small-disk.js";

// In a city with all its sources, and with a disk that fills up at each step of the way. An identity database that is gone, and
// a page data set: refresh.test.ts.
let city: SmallCity;
let first: RefreshResult;
let said: string[];
let everybody: unknown;
const again = () => refresh({ log: (line) => said.push(line) });
beforeAll(async () => {
  city = await smallCity();
  first = await refresh();
  everybody = await persons();
});
beforeEach(() => {
  said = [];
});
afterAll(() => city.remove());

const half = (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2));
/** Page data sets by content, but for those that say when and what was refreshed. */
const hashes = ({ pages }: Manifest) =>
  Object.entries(pages)
    .filter(
      ([name]) =>
        !/^briefings\/(?:freshness|catalogue|metadata|data-protection|moves)|^explore\/(?:data-quality|deliveries)/.test(
          name,
        ),
    )
    .map(([name, { sha256 }]) => [name, sha256]);

async function isMadeAgain(): Promise<void> {
  const result = await again();
  expect(result.manifest.failures).toEqual([]);
  expect(hashes(result.manifest)).toEqual(hashes(first.manifest));
}

async function isAsBefore(): Promise<void> {
  await isMadeAgain();
  expect((await again()).unchanged).toBe(true);
}

test("a page data set that was cut, changed or removed is made again", async () => {
  const [one, two, three] = Object.values(first.manifest.pages).map(({ file }) =>
    join(first.store.pages, file),
  );
  half(one!);
  writeFileSync(two!, readFileSync(two!).reverse());
  rmSync(three!);
  await isAsBefore();
});

test("a manifest that was cut, or is not one, is told and made again", async () => {
  const whole = readFileSync(first.store.manifest);
  for (const spoilt of ["{}", "", whole.subarray(0, whole.length / 2)]) {
    writeFileSync(first.store.manifest, spoilt);
    expect(readManifest(first.store)).toBeUndefined();
  }
  await isAsBefore();
  expect(said).toContainEqual(expect.stringMatching(/^MENDED .*manifest\.json: it was damaged\./));
});

test("a publishable database that was cut or removed is made again", async () => {
  rmSync(first.store.publishable);
  await isMadeAgain();
  half(first.store.publishable);
  await isAsBefore();
});

test("an analysis database that was removed or cut is made again, and the damage is told", async () => {
  rmSync(first.store.analysis);
  await isMadeAgain();
  expect(await persons()).toEqual(everybody);
  half(first.store.analysis);
  await isAsBefore();
  expect(await persons()).toEqual(everybody);
  expect(said).toContainEqual(expect.stringMatching(/^MENDED .*analysis\.duckdb: it was damaged\./));
});

async function persons(): Promise<unknown> {
  const db = await Database.open(first.store.analysis, { readOnly: true });
  const row = await db.row("SELECT count(*) AS n, bit_xor(hash(person_id)) AS all FROM person");
  db.close();
  return row;
}

test("an identity database that is damaged stops the refresh, with the way back, and nothing is lost", async () => {
  const whole = readFileSync(first.store.identity);
  writeFileSync(first.store.identity, "not a database");
  const before = readFileSync(first.store.manifest, "utf8");
  await expect(again()).rejects.toThrow(
    /identity\.duckdb: is damaged, so nothing is refreshed.*Put it back from a backup; or move it away and refresh again/,
  );
  expect(readFileSync(first.store.manifest, "utf8")).toBe(before);
  writeFileSync(first.store.identity, whole);
  expect((await again()).unchanged).toBe(true);
  expect(existsSync(keptFolder(first.store))).toBe(true);
});

// How much of the disk is left free, in bytes: it is full while extracts are kept, checked, linked, measured.
const freeSpaces = [3e5, 5e5, 4e5];

test.runIf(canMount)(
  "a disk that fills up, or is read-only, leaves the last good state (needs root on Linux)",
  async () => {
    const extract = join(
      city.inbox,
      "child-health-register",
      readdirSync(join(city.inbox, "child-health-register"))[0]!,
    );
    const before = readFileSync(extract);
    const used = storeSize(first.store.folder);
    const disk = smallDisk(used + 2e6);
    cpSync(process.env.EARLY_YEARS_STORE!, disk.folder, { recursive: true, preserveTimestamps: true });
    process.env.EARLY_YEARS_STORE = disk.folder;
    const store = storeOf(city.inbox);
    const last = readManifest(store)!;
    const isLastGood = (): void => {
      expect(readManifest(store)).toEqual(last);
      for (const page of Object.values(last.pages)) expect(readPage(store, page).length).toBe(page.bytes);
      const names = readdirSync(store.folder, { recursive: true, encoding: "utf8" });
      expect(names.filter((name) => /\.tmp|\.next|\.lock/.test(name))).toEqual([]);
    };
    try {
      writeFileSync(extract, `${before}\n`);
      for (const free of freeSpaces) {
        disk.resize(storeSize(store.folder) + free);
        await expect(again()).rejects.toThrow(
          /^\/.*: could not be written, as no space is left on its disk\. Free some and try again\. Up to [\d.]+ MB more is needed\. The last good state stays in use\.$/s,
        );
        expect(said.join("\n")).not.toMatch(/FAILED|REFUSED|MENDED|LOST|rollback/);
        isLastGood();
      }
      disk.resize(200e6);
      disk.makeReadOnly();
      await expect(again()).rejects.toThrow(
        /as its disk is read-only\..* The last good state stays in use\.$/,
      );
      isLastGood();
    } finally {
      writeFileSync(extract, before);
      process.env.EARLY_YEARS_STORE = city.environment.EARLY_YEARS_STORE;
      disk.remove();
    }
  },
);

test("a store that has lost what says which key is its own gets a new one, and that is told", async () => {
  rmSync(join(keptFolder(first.store), "pseudonym-key.json"));
  await again();
  expect(
    said.filter((line) =>
      /^NEW KEY +.*pseudonym-[0-9a-f]{16}-1\.key: .* Keep a copy of the key\.$/.test(line),
    ),
  ).toHaveLength(1);
  expect(await persons()).not.toEqual(everybody);
  said = [];
  expect((await again()).unchanged).toBe(true);
  expect(said.join("\n")).not.toContain("NEW KEY");
}, 240_000);

function storeSize(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, status) => sum + Math.ceil(status.size / 4096) * 4096 + 4096, 0);
}
