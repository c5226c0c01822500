import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WritingApi } from "../../workspace/authoring/api.js";
import { openDesk } from "../../workspace/authoring/open-desk.js";
import { canMount, smallDisk } from "../small-disk.js";
import { firstOf, soak } from "../soak.js";

const ana = { name: "Ana", email: "ana@example.org" };
const address = "explore/page";
const text = "---\ntitle: A page\n---\n\n# A page\n\nFirst.\n";
let root: string;
let server: Server;
let origin: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "deaths-"));
});
afterEach(() => {
  server?.close();
  rmSync(root, { recursive: true, force: true });
});

async function serve(folder: string): Promise<void> {
  mkdirSync(join(folder, "docs", "explore"), { recursive: true });
  writeFileSync(join(folder, "docs", `${address}.md`), text);
  const api = new WritingApi(openDesk(join(folder, "docs")), ana);
  server = createServer((asked, response) => {
    asked.on("error", () => response.destroy());
    void api.answer(asked, response, new URL(asked.url!, "http://localhost").pathname).catch(() => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_write/`;
}
const token = async () => (await (await fetch(`${origin}session`)).json()).token as string;
const open = async () => (await fetch(`${origin}page?address=${address}`)).json();
const write = async (name: string, body: object) => {
  const response = await fetch(origin + name, {
    method: "POST",
    headers: { "content-type": "application/json", "x-write-token": await token() },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...(await response.json()) };
};
const onDisk = (folder = root) => readFileSync(join(folder, "docs", `${address}.md`), "utf8");

test.runIf(canMount)(
  "a full disk is told, leaves the page as it was, and takes the same text when there is room",
  async () => {
    const disk = smallDisk(2e6);
    try {
      await serve(disk.folder);
      const { hash } = await open();
      writeFileSync(join(disk.folder, "filler"), Buffer.alloc(1.8e6));
      const long = `${text}${"More. ".repeat(100_000)}\n`;
      const save = { address, text: long, base: hash, note: "More" };
      const refused = await write("save", save);
      expect(refused.status).toBe(409);
      expect(refused.problem).toMatch(/full|room|space/i);
      expect((await write("draft", { address, id: "0a1b2c3d", text: long, base: hash })).problem).toMatch(
        /full|room|space/i,
      );
      expect(onDisk(disk.folder)).toBe(text);
      expect(readdirSync(join(disk.folder, "docs", "explore"))).toEqual(["page.md"]);
      disk.resize(20e6);
      expect(await write("save", save)).toMatchObject({ saved: { text: long } });
      expect(onDisk(disk.folder)).toBe(long);
    } finally {
      server.close();
      disk.remove();
    }
  },
);

test("a save whose connection breaks off half-way writes nothing; one whose answer is lost is saved once", async () => {
  await serve(root);
  const { hash } = await open();
  const save = { address, text: text.replace("First.", "Second."), base: hash, note: "Once" };
  const body = JSON.stringify(save);
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    "x-write-token": await token(),
  };
  const begin = () => request(`${origin}save`, { method: "POST", headers }).on("error", () => {});
  const half = begin();
  half.write(body.slice(0, 40));
  await new Promise((resolve) => setTimeout(resolve, 50));
  half.destroy();
  expect(onDisk()).toBe(text);
  const whole = begin();
  whole.end(body);
  await expect.poll(onDisk).toBe(save.text);
  whole.destroy();
  // The writer, who heard nothing, saves again.
  expect(await write("save", save)).toMatchObject({ status: 200, saved: { text: save.text } });
  const versions = await (await fetch(`${origin}versions?address=${address}`)).json();
  expect(versions.filter(({ note }: { note: string }) => note === "Once")).toHaveLength(1);
});

soak("a page of 2 MB is opened, kept as a draft and saved", async () => {
  await serve(root);
  const long = `${text}${"A line of a long page.\n".repeat(90_000)}`;
  const { hash } = await open();
  expect(await write("draft", { address, id: "0a1b2c3d", text: long, base: hash })).toMatchObject({
    isNew: true,
  });
  expect(await write("save", { address, text: long, base: hash, note: "Long" })).toMatchObject({
    status: 200,
  });
  expect((await open()).text).toBe(long);
});

test.each(
  firstOf(2, [
    [
      "a bomb of aliases",
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]",
    ],
    ["no YAML", "title: [\nforked_from: {"],
    ["a claim to be a copy of what lies elsewhere", `forked_from: ../../etc/passwd@${"0".repeat(40)}`],
    ["keys of every object", "__proto__: {polluted: true}\nconstructor: x"],
    ["a tag that makes something run", "title: !!js/function 'function () {}'"],
  ]),
)(
  "front matter with %s is saved as text, and everything asked of the page ends in words",
  async (_, yaml) => {
    await serve(root);
    const hostile = `---\n${yaml}\n---\n\n# A page\n`;
    const { hash } = await open();
    expect(await write("save", { address, text: hostile, base: hash, note: "x" })).toMatchObject({
      status: 200,
    });
    expect((await open()).text).toBe(hostile);
    const asked = [
      await (await fetch(`${origin}forks?address=${address}`)).json(),
      await write("copy", { address, title: "Mine" }),
      await write("offer", { address, text: hostile }),
      await write("take-over", { address, text: hostile }),
      await write("move", { address, folder: "briefings" }),
    ];
    for (const answer of asked)
      expect(answer.problem ?? "fine").not.toMatch(/undefined|not a function|at .*\.ts/);
    expect(asked.every(({ status = 200 }) => [200, 400, 409].includes(status))).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(existsSync(join(root, "etc"))).toBe(false);
  },
);
