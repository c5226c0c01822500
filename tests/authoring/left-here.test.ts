import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WritingApi } from "../../workspace/authoring/api.js";
import { openDesk } from "../../workspace/authoring/open-desk.js";
import { draftsHere, keepHere } from "../../workspace/authoring/page/drafts-here.js";
import { goneHere, handIn } from "../../workspace/authoring/page/left-here.js";
import { ask } from "../../workspace/authoring/page/requests.js";
import { standStorageIn } from "./browser-storage.js";

const address = "explore/far/take-up";
const text = `# Take-up\n\n${Array.from({ length: 9 }, (_, i) => `Line ${i}.\n`).join("\n")}`;
const written = text.replace("Line 3.", "Line 3, by Ana.");
const draft = { id: "0a1b2c3d", text: written, at: "2026-11-30T10:00:00.000Z" };
let docs: string;
let server: Server;
let isAway: boolean;

beforeEach(async () => {
  docs = join(mkdtempSync(join(tmpdir(), "left-")), "docs");
  mkdirSync(join(docs, "explore", "far"), { recursive: true });
  writeFileSync(join(docs, `${address}.md`), text);
  const api = new WritingApi(openDesk(docs), { name: "Ana", email: "ana@example.org" });
  server = createServer(async (request, response) => {
    const path = new URL(request.url!, "http://localhost").pathname;
    if (!(await api.answer(request, response, path))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { fetch } = globalThis;
  isAway = false;
  vi.stubGlobal("fetch", (path: string, how: RequestInit) =>
    isAway ? Promise.reject(new Error("refused")) : fetch(`http://127.0.0.1:${port}${path}`, how),
  );
  standStorageIn();
});
afterEach(() => {
  vi.unstubAllGlobals();
  server.close();
  rmSync(join(docs, ".."), { recursive: true, force: true });
});

const newId = () => "11111111";
const drafts = async (of: string) =>
  (await ask("page", { address: of })).drafts.map(({ id, text }) => ({ id, text }));

test("what only the browser keeps of a page that was moved is offered where the page is, with what changed in the move", async () => {
  const { hash: base } = await ask("page", { address });
  keepHere(address, { ...draft, base });
  expect(await goneHere()).toEqual([]);
  renameSync(join(docs, `${address}.md`), join(docs, "explore", "places.md"));
  writeFileSync(join(docs, "explore", "places.md"), text.replace("Line 7.", "Line 7, since."));
  rmSync(join(docs, "explore", "far"), { recursive: true });
  expect(await goneHere()).toEqual([address]);
  await handIn(newId);
  expect(draftsHere(address)).toEqual([]);
  expect(await drafts("explore/places")).toEqual([
    { id: draft.id, text: written.replace("Line 7.", "Line 7, since.") },
  ]);
});

test("what only the browser keeps of a page that was taken away is offered in its place", async () => {
  keepHere(address, draft);
  rmSync(join(docs, "explore", "far"), { recursive: true });
  await handIn(newId);
  expect(await ask("page", { address })).toMatchObject({ isGone: true, drafts: [{ text: written }] });
  expect(draftsHere(address)).toEqual([]);
});

test("a text is put beside another of its name, and not twice where it is on disk", async () => {
  await ask("draft", { address, id: draft.id, text: "Older." });
  keepHere(address, { ...draft, at: "2999-01-01T00:00:00.000Z" });
  rmSync(join(docs, `${address}.md`));
  await handIn(newId);
  const both = [
    { id: draft.id, text: "Older." },
    { id: newId(), text: written },
  ];
  expect((await drafts(address)).sort((a, b) => a.id.localeCompare(b.id))).toEqual(both);
  keepHere(address, { ...draft, id: newId() });
  await handIn(() => "22222222");
  expect(await drafts(address)).toHaveLength(2);
  expect(draftsHere(address)).toEqual([]);
});

test("what cannot be put on disk stays in the browser, as does what is of a page that is there", async () => {
  keepHere(address, draft);
  await handIn(newId);
  expect(draftsHere(address)).toEqual([draft]);
  rmSync(join(docs, `${address}.md`));
  isAway = true;
  await handIn(newId);
  keepHere("../../etc/passwd", draft);
  isAway = false;
  await handIn(newId);
  expect(draftsHere(address)).toEqual([]);
  expect(draftsHere("../../etc/passwd")).toEqual([draft]);
});
