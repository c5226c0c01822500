import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import { Database } from "../../loaders/store/database.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { chooseStore, currentStore, defaultInbox, sampleInbox, storeOf } from "../../loaders/store/paths.js";
import { editions } from "../../workspace/site/edition/editions.js";
import { refuseSample } from "../../workspace/site/gate/fit-to-publish.js";
import { Desk, sourceFrom } from "../check/desk.js";
import { soak } from "../soak.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mark-"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("the mark of invented data", () => {
  const columns = "columns: [{ name: a, headers: { any: A }, type: text, required: true }]";
  test.each([
    ["csv", "visits.csv", "A,Sample data\n1,invented\n", true],
    ["csv", "visits.csv", "A\n1\n", false],
    ["csv", "visits.csv", "note,,\nA, SAMPLE  data ,B\n1,,\n", true],
    ["json", "visits.json", '[{"A":"1"},{"A":"2","Sample data":"invented"}]', true],
    ["json", "visits.json", '[{"A":"1","B":"Sample data"}]', false],
    [
      "geojson",
      "visits.geojson",
      '{"features":[{"properties":{"A":"1","Sample data":"invented"},"geometry":null}]}',
      true,
    ],
  ])("is found in %s, undeclared, and is no drift: %s %s", async (type, name, content, sample) => {
    const desk = new Desk();
    try {
      desk.deliver(name, content);
      const checked = await desk.check(sourceFrom(`${columns}\nformat: { type: ${type} }`));
      expect(checked).toMatchObject([{ rejected: 0, sample }]);
    } finally {
      desk.close();
    }
  });

  test("may not be declared as a column of a source", () => {
    expect(() => sourceFrom("columns: [{ name: a, headers: { any: sample data }, type: text }]")).toThrow(
      "“Sample data” marks invented data in every source. Leave it out.",
    );
  });
});

describe("what is made from an invented extract", () => {
  const registrations = (mark: string) =>
    `{"registrations":[{"registrationId":"CC-1","firstName":"Ann","lastName":"Lee","dateOfBirth":"2022-02-01","postCode":"B1 1AA","gender":"Girl","ethnicity":"Any other White background","centre":"C1","registeredOn":"2023-01-01"${mark}}]}`;

  async function refreshed(name: string, mark: string) {
    vi.stubEnv("EARLY_YEARS_STORE", join(folder, name, "store"));
    vi.stubEnv("EARLY_YEARS_KEY_FILE", join(folder, name, "key", "pseudonym.key"));
    const inbox = join(folder, name, "inbox");
    mkdirSync(inbox, { recursive: true });
    writeFileSync(
      join(inbox, "centre_attendances_1.csv"),
      "REG_ID|CENTRE|SESSION_DATE|ACTIVITY\nCC-1|C1|01.02.2024|Play\n",
    );
    writeFileSync(join(inbox, "centre_registrations_1.json"), registrations(mark));
    return refresh({ inbox });
  }
  const told = ({ store, manifest }: Pick<Awaited<ReturnType<typeof refresh>>, "store" | "manifest">) =>
    Object.entries(manifest.pages)
      .filter(([, page]) => page.file.endsWith(".json"))
      .flatMap(([name, page]) => {
        const { sample } = JSON.parse(readPage(store, page).toString()) as { sample?: boolean };
        return sample === undefined ? [] : [[name, sample]];
      });

  // That nothing is marked where none is invented: canary.test.ts, and below.
  soak(
    "is marked, though only one of several extracts is invented",
    async () => {
      const mixed = await refreshed("mixed", ',"Sample data":"invented"');
      expect(mixed.manifest.sample).toBe(true);
      expect(told(mixed)).toContainEqual(["briefings/catalogue.json", true]);
      expect(told(mixed).filter(([, sample]) => !sample)).toEqual([]);
      const db = await Database.open(mixed.store.analysis, { readOnly: true });
      expect(await db.rows("SELECT source, sample FROM extract ORDER BY source")).toEqual([
        { source: "childrens-centre-attendances", sample: false },
        { source: "childrens-centre-registrations", sample: true },
      ]);
      db.close();
      expect(() => refuseSample(editions.public, mixed.manifest.sample, false, "say so")).toThrow(
        "The public edition is not built from sample data.",
      );
    },
    60_000,
  );

  soak("is not where none is invented", async () => {
    const own = await refreshed("own", "");
    expect(own.manifest.sources["childrens-centre-registrations"]!.extracts).toMatchObject([{ rows: 1 }]);
    expect(own.manifest.sample).toBe(false);
    expect(told(own)).toContainEqual(["briefings/catalogue.json", false]);
    expect(told(own).filter(([, sample]) => sample)).toEqual([]);
  });

  // To link what was copied takes as long as ever: sample-mark.soak.test.ts.
  soak(
    "stays so when inbox and store are copied, renamed or moved",
    async () => {
      cpSync(join(folder, "mixed"), join(folder, "real-inbox-2026"), { recursive: true });
      vi.stubEnv("EARLY_YEARS_STORE", join(folder, "real-inbox-2026", "store"));
      vi.stubEnv("EARLY_YEARS_KEY_FILE", join(folder, "real-inbox-2026", "key", "pseudonym.key"));
      const copied = await refresh({ inbox: join(folder, "real-inbox-2026", "inbox") });
      expect(copied.store.folder).not.toContain("mixed");
      expect(copied.manifest.sample).toBe(true);
      const [name] = readdirSync(join(folder, "mixed", "store")).filter((entry) =>
        entry.startsWith("inbox-"),
      );
      cpSync(join(folder, "mixed", "store", name!), storeOf(defaultInbox).folder, { recursive: true });
      expect(readManifest(storeOf(defaultInbox))!.sample).toBe(true);
    },
    60_000,
  );
});

test("a copy of a checkout finds its own inbox, not that of the one that it was copied from", () => {
  vi.stubEnv("EARLY_YEARS_STORE", join(folder, "pointer"));
  vi.stubEnv("EARLY_YEARS_INBOX", "");
  chooseStore(storeOf(sampleInbox));
  expect(readFileSync(join(folder, "pointer", "current.json"), "utf8")).toBe('{"inbox":"data/sample"}\n');
  expect(currentStore().inbox).toBe(sampleInbox);
  chooseStore(storeOf(join(folder, "elsewhere")));
  expect(currentStore().inbox).toBe(join(folder, "elsewhere"));
});
