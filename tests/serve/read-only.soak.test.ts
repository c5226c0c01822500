import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { storeOf } from "../../loaders/store/paths.js";
import { commandLine, copyWorkspace, environmentOf } from "../browser/workspace-copy.js";
import { freePort } from "../review/visit.js";
import { type SmallCity, smallCity } from "../small-city.js";
import { canMount, type SmallDisk, smallDisk } from "../small-disk.js";

let copy: string;
let city: SmallCity;
let disk: SmallDisk | undefined;
beforeAll(async () => {
  if (!canMount) return;
  copy = copyWorkspace(`read-only-${process.pid}`);
  city = await smallCity();
  for (const source of readdirSync(city.inbox))
    if (!["eyfsp-return", "ward-boundaries"].includes(source))
      rmSync(join(city.inbox, source), { recursive: true });
  await refresh();
}, 240_000);
afterAll(() => {
  disk?.remove();
  city?.remove();
  if (copy) rmSync(copy, { recursive: true, force: true });
});

test.skipIf(!canMount)(
  "a store that is read-only, with an extract that is new, is served as it was last good (needs root on Linux)",
  async () => {
    disk = smallDisk(200e6);
    cpSync(city.environment.EARLY_YEARS_STORE!, disk.folder, { recursive: true, preserveTimestamps: true });
    disk.makeReadOnly();
    process.env.EARLY_YEARS_STORE = disk.folder;
    const store = storeOf(city.inbox);
    const { pages } = readManifest(store)!;
    // Something is new, so that the refresh has to write, and cannot.
    rmSync(join(city.inbox, "ward-boundaries"), { recursive: true });
    const port = await freePort();
    const [command, args] = commandLine(copy, "start", "--port", String(port), "--inbox", city.inbox);
    const child: ChildProcess = spawn(command, args, {
      cwd: copy,
      env: { ...environmentOf(copy), ...city.environment, EARLY_YEARS_STORE: disk.folder },
    });
    try {
      const said = await untilItSays(child, "The workspace is at ");
      expect(said).toMatch(/its disk is read-only/);
      expect(said).toMatch(/The refresh did not finish: what is served is the last good state, of /);
      expect(said).not.toMatch(/^ +at .*\.ts:\d/m);
      const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
      expect((await get("/")).status).toBe(200);
      const name = Object.keys(pages).find((each) => each.startsWith("briefings/"))!;
      const answer = await get(`/_file/${name.replace("/", "/data/")}`);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(readPage(store, pages[name]!)));
    } finally {
      child.kill("SIGINT");
      await new Promise((resolve) => child.once("close", resolve));
    }
  },
  240_000,
);

function untilItSays(child: ChildProcess, words: string): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on("data", (text) => {
        said += text;
        if (said.includes(words)) resolve(said);
      });
    child.once("close", (code) => reject(new Error(`It ended with ${code}:\n${said}`)));
  });
}
