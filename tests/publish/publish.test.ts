import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Remedies } from "../../loaders/protect/sets.js";
import { createTable, type PublicTable, publicTables } from "../../loaders/protect/tables.js";
import { Database } from "../../loaders/store/database.js";
import { hashOfPage } from "../../workspace/authoring/review/page-hash.js";
import { type Publication, readPublications } from "../../workspace/publish/publication.js";
import { type Attack, publish, rollBack } from "../../workspace/publish/publish.js";
import { servedFrom } from "../../workspace/publish/serve-from.js";
import { type SmallSite, smallSite } from "../site/small-site.js";
import { soak } from "../soak.js";

const page = (text: string): string =>
  `---\ntitle: Families\neditions: [public]\n---\n\n# Families\n\n${text}\n`;

describe("publish", () => {
  // Each test begins with the first version published, which is built once.
  let site: SmallSite;
  let folder: string;
  let first: Publication;
  let minute = 0;
  beforeAll(async () => {
    site = smallSite({ pages: { "public/index.md": page("First version.") } });
    folder = join(site.folder, "publications");
    site.made.store = { ...site.made.store, publishable: join(site.folder, "public.duckdb") };
    await setAreas("('N', 'North', 'ward', NULL)");
    vi.spyOn(console, "warn").mockImplementation(() => {});
    first = (await publishNow())!;
    cpSync(folder, `${folder}-first`, { recursive: true, verbatimSymlinks: true });
  });
  afterAll(() => site.remove());
  beforeEach(async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    rmSync(folder, { recursive: true, force: true });
    cpSync(`${folder}-first`, folder, { recursive: true, verbatimSymlinks: true });
    site.write("docs/public/index.md", page("First version."));
    minute = 1;
  });

  async function setAreas(rows: string): Promise<void> {
    rmSync(site.made.store.publishable, { force: true });
    const db = await Database.open(site.made.store.publishable);
    for (const table of Object.keys(publicTables) as PublicTable[]) await db.run(createTable(table));
    await db.run(`INSERT INTO area VALUES ${rows}`);
    db.close();
  }

  const attacked: { site: string; before: string[] }[] = [];
  const remade: Remedies[] = [];
  /** `found` by the first attack, and `again` by those that follow. */
  function publishNow(
    found: Partial<Attack> = {},
    again: Partial<Attack> = {},
    meanwhile: (site: string) => void = () => {},
  ) {
    attacked.length = 0;
    remade.length = 0;
    return publish(site.made, {
      edition: site.edition("public"),
      folder,
      allowSample: false,
      attack: async (at, before) => {
        attacked.push({ site: at, before });
        meanwhile(at);
        const nothing = {
          safe: true,
          lines: [],
          found: [],
          summary: { suppressed: 0 },
          changedTables: [],
          changingFigures: [],
          elsewhere: 0,
        };
        return { ...nothing, ...(attacked.length === 1 ? found : again) };
      },
      remake: async (remedies) => {
        remade.push({ ...remedies });
        return site.made;
      },
      log: () => {},
      now: new Date(Date.UTC(2026, 10, 24, 12, minute++)),
    });
  }
  const served = (file = "index.html"): string => readFileSync(join(folder, "current", file), "utf8");

  it("serves the site, and keeps what it is: files, hashes, as-of date, policy, audit", async () => {
    expect(served()).toContain("First version.");
    expect(first).toMatchObject({
      id: "2026-11-24-120000",
      asOf: "2026-10-31",
      sample: false,
      policy: { id: "children" },
      audit: { suppressed: 0 },
    });
    expect(Object.keys(first.files)).toContain("open-data/areas.csv");
    expect(first.files["index.html"]!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(served("open-data/changes.csv")).toContain("\r\n2026-11-24,areas.csv,added\r\n");
  });

  it("attacks exactly the files that it then serves, together with all that was published before, and serves an earlier publication again", async () => {
    site.write("docs/public/index.md", page("Second version."));
    const second = await publishNow();
    expect(attacked).toHaveLength(1);
    expect(attacked[0]!.before).toEqual([join(folder, "2026-11-24-120000", "site")]);
    expect(servedFrom(folder)).toBe(second!.id);
    expect(served()).toContain("Second version.");
    await rollBack(folder, first.id);
    expect(served()).toContain("First version.");
    expect(readPublications(folder)).toHaveLength(2);
  });

  it("publishes nothing but the files that were attacked", async () => {
    site.write("docs/public/index.md", page("Second version."));
    const tampering = (at: string): void => writeFileSync(join(at, "index.html"), "<p>Ward A is 4.</p>");
    await expect(publishNow({}, {}, tampering)).rejects.toThrow("was changed after it was attacked");
    expect(served()).toContain("First version.");
  });

  it("leaves what is served in place if the attack finds anything", async () => {
    site.write("docs/public/index.md", page("Second version."));
    await expect(publishNow({ safe: false })).rejects.toThrow(
      "Nothing was published: what was published on 2026-11-24 is still served.",
    );
    expect(served()).toContain("First version.");
    expect(readdirSync(folder).sort()).toEqual(["2026-11-24-120000", "current"]);
  });

  const change = { indicator: "asq-communication", period: "2025/26" };

  soak("leaves tables as they were published where changes tell too much, and tries again", async () => {
    site.write("docs/public/index.md", page("Second version."));
    const second = await publishNow({ safe: false, changedTables: [change] });
    expect(remade).toEqual([{ hold: [change], hide: [] }]);
    expect(attacked).toHaveLength(2);
    expect(servedFrom(folder)).toBe(second!.id);
  });

  soak(
    "suppresses figures of periods in progress, and leaves their table as it was only if that does not help",
    async () => {
      site.write("docs/public/index.md", page("Second version."));
      const figure = { ...change, level: "ward", area: "W1", breakdown: "sex", category: "male" };
      const found = { safe: false, changingFigures: [figure] };
      await publishNow(found);
      expect(remade).toEqual([{ hold: [], hide: [figure] }]);
      site.write("docs/public/index.md", page("Third version."));
      await expect(publishNow(found, found)).rejects.toThrow("Nothing was published");
      expect(remade).toEqual([
        { hold: [], hide: [figure] },
        { hold: [change], hide: [figure] },
      ]);
    },
  );

  soak("gives up where that does not help, or more was found than changes", async () => {
    site.write("docs/public/index.md", page("Second version."));
    const found = { safe: false, changedTables: [change] };
    await expect(publishNow(found, found)).rejects.toThrow("Nothing was published");
    expect(remade).toEqual([{ hold: [change], hide: [] }]);
    await expect(publishNow({ ...found, elsewhere: 1 })).rejects.toThrow("Nothing was published");
    expect(remade).toEqual([]);
    expect(served()).toContain("First version.");
    expect(readdirSync(folder).sort()).toEqual(["2026-11-24-120000", "current"]);
  });

  soak("leaves what is served in place if the site cannot be built", async () => {
    site.write("docs/public/index.md", page("[away](./nowhere)"));
    await expect(publishNow()).rejects.toThrow("links to ./nowhere");
    expect(served()).toContain("First version.");
  });

  soak("does nothing if what would be published is served already", async () => {
    expect(await publishNow()).toBeUndefined();
    expect(readPublications(folder)).toHaveLength(1);
    expect(attacked).toHaveLength(0);
  });

  soak("says in the change log which files are new, and when", async () => {
    await setAreas("('N', 'North', 'ward', NULL), ('S', 'South', 'ward', NULL)");
    await publishNow();
    await setAreas("('N', 'North', 'ward', NULL)");
    const lines = served("open-data/changes.csv").trim().split("\r\n");
    expect(lines).toContain("2026-11-24,areas.csv,added");
    expect(lines[1]).toBe("2026-11-24,areas.csv,changed");
  });

  soak("but not one with a page that was withdrawn since", async () => {
    site.write("docs/public/index.md", page("Second version."));
    await publishNow();
    await expect(rollBack(folder, first.id, ["public/index"])).rejects.toThrow(
      "This publication shows public/index, which was withdrawn since",
    );
    expect(served()).toContain("Second version.");
  });

  it("keeps with a publication who approved which text of a page", async () => {
    expect(first.pages["public/index"]).toEqual({
      hash: hashOfPage(join(site.folder, "docs"), "public/index"),
      approved: "Ana Sharma <ana@example.org>",
    });
  });

  it("leaves what is served in place if a page is not the approved one", async () => {
    writeFileSync(join(site.folder, "docs/public/index.md"), page("Nobody has seen this."));
    await expect(publishNow()).rejects.toThrow("would show what nobody has approved");
    expect(served()).toContain("First version.");
  });

  soak(
    "publishes the briefings as it does the public site, without an attack, and of sample data too",
    async () => {
      site.write("docs/briefings/index.md", page("For managers.").replace("public", "briefings"));
      const briefings = join(site.folder, "briefings");
      const made = { ...site.made, manifest: { ...site.made.manifest, sample: true } };
      const published = await publish(made, {
        edition: site.edition("briefings"),
        by: "Cy <cy@example.org>",
        folder: briefings,
        allowSample: false,
        attack: () => Promise.reject(new Error("There is nothing to attack.")),
        remake: () => Promise.reject(new Error("Nothing is remade.")),
        log: () => {},
      });
      expect(published).toMatchObject({ edition: "briefings", by: "Cy <cy@example.org>", sample: true });
      expect(readFileSync(join(briefings, "current", "index.html"), "utf8")).toContain("For managers.");
      rmSync(join(site.folder, "docs/briefings/index.md"));
    },
  );

  soak("but not one whose files are not as they were published, nor one that is not there", async () => {
    site.write("docs/public/index.md", page("Second version."));
    await publishNow();
    writeFileSync(join(folder, first.id, "site", "index.html"), "changed");
    await expect(rollBack(folder, first.id)).rejects.toThrow("index.html is not as it was published");
    await expect(rollBack(folder, "2020")).rejects.toThrow(/There is no publication “2020”\. There are: /);
    expect(served()).toContain("Second version.");
  });

  soak("clears away what a run that was killed left half made", async () => {
    const half = join(folder, "17.next");
    writeFileSync(half, "half");
    site.write("docs/public/index.md", page("Second version."));
    await publishNow();
    expect(existsSync(half)).toBe(false);
    expect(served()).toContain("Second version.");
  });

  it("refuses sample data, and figures that could not be renewed", async () => {
    const { manifest } = site.made;
    site.made.manifest = structuredClone(manifest);
    site.made.manifest.sample = true;
    await expect(publishNow()).rejects.toThrow("The public edition is not built from sample data.");
    site.made.manifest.sample = false;
    site.made.manifest.pages["public/summary.json"] = {
      audience: "public",
      stale: { since: "2026-11-20T08:00:00Z", reason: "disk full" },
    } as (typeof site.made.manifest.pages)[string];
    await expect(publishNow()).rejects.toThrow("public figures could not be renewed (public/summary.json)");
    site.made.manifest = manifest;
  });
});
