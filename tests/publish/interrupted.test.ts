import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTable, type PublicTable, publicTables } from "../../loaders/protect/tables.js";
import { Database } from "../../loaders/store/database.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { filesOf, readPublications } from "../../workspace/publish/publication.js";
import { servedFrom } from "../../workspace/publish/serve-from.js";
import { Random } from "../../workspace/sample/random.js";
import { type SmallSite, smallSite } from "../site/small-site.js";
import { canMount, type SmallDisk, smallDisk } from "../small-disk.js";
import { isSoaking, isTimeLeft, seed, soak } from "../soak.js";
import { publishOnce, type Task } from "./publish-again.js";

const kills = 12;
const page = "---\ntitle: Families\neditions: [public]\n---\n\n# Families\n";
const script = fileURLToPath(new URL("publish-again.ts", import.meta.url));

let site: SmallSite;
let task: Task;
beforeEach(async () => {
  site = smallSite({ pages: { "public/index.md": page } });
  site.made.store = { ...site.made.store, publishable: join(site.folder, "public.duckdb") };
  const db = await Database.open(site.made.store.publishable);
  for (const table of Object.keys(publicTables) as PublicTable[]) await db.run(createTable(table));
  await db.run("INSERT INTO area VALUES ('N', 'North', 'ward', NULL)");
  db.close();
  const folder = join(site.folder, "publications");
  mkdirSync(folder);
  task = {
    made: site.made,
    edition: site.edition("public"),
    folder,
    page: join(site.folder, "docs/public/index.md"),
    times: 1,
  };
});
afterEach(() => site.remove());

function start(of: Partial<Task>): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", script, JSON.stringify({ ...task, ...of })], {
    cwd: repositoryRoot,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function saidBy(child: ChildProcess): Promise<string> {
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk) => (said += chunk));
  await once(child, "close");
  return said;
}

/** That the site which is served is whole: to the byte what was published. Gives its publication. */
function expectWhole(folder: string): string {
  const id = servedFrom(folder)!;
  const { files } = readPublications(folder).find((publication) => publication.id === id)!;
  expect(filesOf(join(folder, "current"))).toEqual(files);
  return id;
}

soak("what a run that was killed left is cleared up by the next, which leaves a whole site", async () => {
  writeFileSync(join(task.folder, "current.1.tmp"), "");
  mkdirSync(join(task.folder, "1.next", "site"), { recursive: true });
  await publishOnce(task);
  expectWhole(task.folder);
  expect(readdirSync(task.folder).filter((name) => /\.(?:tmp|next|lock)/.test(name))).toEqual([]);
});

// At other moments each time.
soak("publishing that is killed leaves a whole site, and the next run clears up", async () => {
  const random = new Random(seed);
  for (let kill = 0; kill < kills && isTimeLeft(); kill++) {
    const child = start({ times: 1000 });
    await once(child.stdout!, "data");
    await sleep(random.next() * 1500);
    child.kill("SIGKILL");
    await once(child, "close");
    expectWhole(task.folder);
  }
  site.write("docs/public/index.md", `${page}\nThe last edition.\n`);
  writeFileSync(join(task.folder, "current.1.tmp"), "");
  await publishOnce(task);
  expectWhole(task.folder);
  expect(readFileSync(join(task.folder, "current", "index.html"), "utf8")).toContain("The last edition.");
  expect(readdirSync(task.folder).filter((name) => /\.(?:tmp|next|lock)/.test(name))).toEqual([]);
});

// Two processes; that only one at a time has a lock is tried in tests/store/lock.test.ts.
soak("of two runs at once one publishes, and the other finds the same served", async () => {
  const said = await Promise.all([saidBy(start({})), saidBy(start({}))]);
  const id = expectWhole(task.folder);
  expect(said.map((text) => text.trim()).sort()).toEqual([join(task.folder, id), "the same"].sort());
  expect(readPublications(task.folder)).toHaveLength(1);
});

test.runIf(canMount && isSoaking)(
  "on a disk that is full the old site stays, which is said, and nothing is left half made (needs root on Linux)",
  async () => {
    const disk: SmallDisk = smallDisk(8e6);
    try {
      const folder = disk.folder;
      await publishOnce({ ...task, folder });
      const first = expectWhole(folder);
      fillUpTo(40_000, folder);
      const held = readdirSync(folder).sort();
      site.write("docs/public/index.md", `${page}\nAnother edition.\n`);
      await expect(publishOnce({ ...task, folder })).rejects.toThrow(
        /could not be written, as no space is left on its disk\..* is still served\.$/,
      );
      expect(expectWhole(folder)).toBe(first);
      expect(readdirSync(folder).sort()).toEqual(held);
    } finally {
      disk.remove();
    }
  },
);

/** Leaves but so many bytes free. */
function fillUpTo(free: number, folder: string): void {
  const filler = join(folder, "filler");
  try {
    writeFileSync(filler, Buffer.alloc(8e6));
  } catch {
    truncateSync(filler, statSync(filler).size - free);
  }
}
