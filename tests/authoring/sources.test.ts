import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sourceSchema } from "../../loaders/registry/source.js";
import { openSources } from "../../workspace/authoring/open-desk.js";
import { fieldWords, kindWords } from "../../workspace/authoring/page/source-words.js";
import { personAlone } from "../../workspace/authoring/people.js";
import { Repository } from "../../workspace/authoring/repository.js";
import { locationFields } from "../../workspace/authoring/sources/location-fields.js";
import { Sources } from "../../workspace/serve/sources.js";

const text = `# How visits come.
id: visits
title: Visits
description: One row a visit.
kind: table
owner: { organisation: Anytown Council, team: Data, role: Lead, email: data@example.org }
steward: { organisation: Anytown Council, team: Early years, role: Steward, email: steward@example.org }
governance:
  { controller: Council, lawfulBasis: Article 6(1)(e), sharingAgreement: A1, dpiaReference: D1, retention: 2 years }
cadence: { every: monthly }
location: { type: inbox, files: ["visits*"] }
format: { type: csv }
columns:
  - { name: a, headers: { any: A }, type: text } # as the supplier calls it
licence: Open Government Licence v3.0
sensitivity: open
`;
const inbox = { type: "inbox", files: ["visits*"] };
const web = { type: "https", url: "https://files.example.org/visits.csv" };
const token = "of-this-run";
let root: string;
let server: Server;
let origin: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sources-"));
  for (const folder of ["docs", "data/sources"]) mkdirSync(join(root, folder), { recursive: true });
  const api = new Sources(openSources(join(root, "docs")), (given) => given === token);
  const ana = personAlone({ name: "Ana", email: "ana@example.org" });
  server = createServer(async (request, response) => {
    const path = new URL(request.url!, "http://localhost").pathname;
    if (!(await api.answer(request, response, path, ana))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_write/sources/`;
});
afterEach(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

const read = async (name: string, what: Record<string, string> = {}) =>
  (await fetch(`${origin}${name}?${new URLSearchParams(what)}`)).json();
const write = async (name: string, body: object, given = token) =>
  (
    await fetch(origin + name, {
      method: "POST",
      headers: { "content-type": "application/json", "x-write-token": given },
      body: JSON.stringify(body),
    })
  ).json();
const file = (id = "visits") => join(root, "data", "sources", `${id}.yaml`);

test("a source is described, changed with all its words kept, and each version is somebody's", async () => {
  const first = await write("save", { id: "visits", text, location: inbox });
  expect(first.problem).toBeUndefined();
  expect(await read("open", { id: "visits" })).toMatchObject({ hash: first.hash, location: inbox });
  const location = { ...web, header: { name: "Authorization", secret: { environment: "VISITS_TOKEN" } } };
  const second = await write("save", { id: "visits", text: first.text, location, base: first.hash });
  const kept = readFileSync(file(), "utf8");
  expect([second.text, kept]).toEqual([kept, expect.stringContaining("# as the supplier calls it")]);
  expect(kept).toContain("environment: VISITS_TOKEN");
  const versions = await (await Repository.open(root)).versions(file());
  expect(versions.map(({ writer, note }) => [writer, note])).toEqual([
    ["Ana", "Change the source visits"],
    ["Ana", "Describe the source visits"],
  ]);
  expect((await read("list")).sources).toEqual([{ id: "visits", title: "Visits", type: "https" }]);
});

test("what somebody changed meanwhile is not written over, and what was changed on disk is a version, too", async () => {
  const { hash, text: kept } = await write("save", { id: "visits", text, location: inbox });
  writeFileSync(file(), kept.replace("One row a visit.", "One row for each visit."));
  expect((await write("save", { id: "visits", text: kept, location: web, base: hash })).problem).toBe(
    "data/sources/visits.yaml was changed meanwhile. Open it anew, and change it again.",
  );
  expect((await write("save", { id: "visits", text: kept, location: web })).problem).toContain(
    "there already",
  );
  const now = await read("open", { id: "visits" });
  await write("save", { id: "visits", text: now.text, location: web, base: now.hash });
  const versions = await (await Repository.open(root)).versions(file());
  expect(versions.map(({ writer }) => writer)).toEqual(["Ana", "Changed on disk", "Ana"]);
});

test.each<[string, object, RegExp]>([
  ["a name that leads elsewhere", { id: "../docs/index", text, location: inbox }, /lower-case words/],
  ["a name that is not the file's", { id: "other", text, location: inbox }, /id: must be other/],
  ["a text that is no source", { id: "visits", text: "id: visits\n", location: inbox }, /title/],
  ["a text that is no YAML", { id: "visits", text: "id: [", location: inbox }, /not valid YAML/],
  [
    "what a first description leaves open",
    { id: "visits", text: text.replace("One row a visit.", "CHANGE ME"), location: inbox },
    /CHANGE ME/,
  ],
  [
    "a password in the clear",
    { id: "visits", text, location: { ...web, header: { name: "Authorization", secret: "hunter2" } } },
    /header/,
  ],
  [
    "a secret from a file of the machine",
    { id: "visits", text, location: { ...web, header: { name: "A", secret: { file: "/etc/shadow" } } } },
    /name a variable of the environment/,
  ],
  [
    "a secret of the workspace's own",
    {
      id: "visits",
      text,
      location: { ...web, header: { name: "A", secret: { environment: "EARLY_YEARS_KEY" } } },
    },
    /workspace’s own/,
  ],
  [
    "a folder of the workspace itself",
    { id: "visits", text, location: { type: "folder", path: "data/store", files: ["*"] } },
    /lies in the workspace itself/,
  ],
  ["a key that a location has not", { id: "visits", text, location: { ...web, shell: "rm" } }, /shell/],
  ["more than a file of a source can be", { id: "visits", text: "x".repeat(60_000), location: inbox }, /./],
])("%s is refused, and nothing is written", async (_, body, why) => {
  for (const name of ["save", "try"]) expect((await write(name, body)).problem).toMatch(why);
  expect([existsSync(file()), readdirSync(join(root, "data", "sources"))]).toEqual([false, []]);
});

test("a secret's file that is named on the machine stays, and for no other server", async () => {
  const location = { ...web, header: { name: "A", secret: { file: "/etc/early-years/token" } } };
  writeFileSync(file(), text.replace('{ type: inbox, files: ["visits*"] }', JSON.stringify(location)));
  const now = await read("open", { id: "visits" });
  const save = (more: object) =>
    write("save", { id: "visits", text: now.text, location: { ...location, ...more }, base: now.hash });
  expect((await save({ url: "https://elsewhere.example.org/visits.csv" })).problem).toContain(
    "named on the machine itself",
  );
  expect((await save({ hosts: ["elsewhere.example.org"] })).problem).toContain("named on the machine itself");
  expect((await save({ lookEveryMinutes: 5 })).problem).toBeUndefined();
});

test("without this run's token nothing is tried or written", async () => {
  for (const name of ["save", "try", "describe"])
    expect(
      (await write(name, { id: "visits", text, location: inbox, format: "csv" }, "guessed")).problem,
    ).toContain("started anew");
  expect((await fetch(`${origin}save`)).status).toBe(405);
  expect(existsSync(file())).toBe(false);
});

test("every kind of place and each of its fields has words", () => {
  const fields = locationFields();
  const kinds = sourceSchema.shape.location.options.map((one) => one.shape.type.value);
  expect(Object.keys(fields)).toEqual(kinds);
  expect(Object.keys(kindWords)).toEqual(kinds);
  const keys = new Set(Object.values(fields).flatMap((all) => all.map(({ key }) => key)));
  expect([...keys].sort()).toEqual(Object.keys(fieldWords).sort());
});
