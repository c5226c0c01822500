import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createGuardedServer, refuse } from "../../workspace/serve/guard.js";
import { listen } from "../../workspace/serve/port.js";
import { Door } from "../../workspace/serve/sign-on.js";
import { whyMayNot } from "../../workspace/serve/who-may.js";
import { freePort } from "../review/visit.js";
import { blockOfGuide, type GuideProxy, isNginxThere, startGuideProxy } from "./guide-proxy.js";

const address = "https://early-years.example.gov.uk";
const host = new URL(address).host;
const alone = { name: "Ana", email: "ana@example.org" };

let folder: string;
let file: string;
let server: Server;
let port: number;
const errors = vi.spyOn(console, "error").mockImplementation(() => {});

async function serve(yaml: string | undefined): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "sign-on-"));
  file = join(folder, "sign-on.yaml");
  if (yaml) writeFileSync(file, yaml);
  const door = Door.open(alone, file);
  port = await freePort();
  server = createGuardedServer(
    { methods: ["GET", "POST"], refusal: "Not from here.", address: door.address },
    (request, response, path) => {
      const asking = door.whoAsks(request);
      if ("refused" in asking) return refuse(response, 403, asking.refused);
      const why = whyMayNot(asking.person, request.method!, path);
      if (why) return refuse(response, 403, why);
      response.end(`${asking.person.name} ${asking.person.roles.join(" ")}`);
    },
  );
  await listen(server, port);
}
function stop(): void {
  server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
}

/** One request, from an address of this machine, with a header as often as it is given. */
function send(
  headers: Record<string, string | string[]>,
  { path = "/", method = "GET", from = "127.0.0.1", to = port } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: to, path, method, localAddress: from, agent: false };
    request({ ...options, headers: { host, ...headers } }, (response: IncomingMessage) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode!, text }));
    })
      .on("error", reject)
      .end();
  });
}
const as = (user: string, groups = "") => ({ "x-remote-user": user, "x-remote-groups": groups });

test("without a sign-on there is one person, who may do everything", async () => {
  await serve(undefined);
  const own = { host: `127.0.0.1:${port}`, ...as("mallory") };
  expect(await send(own)).toEqual({ status: 200, text: "Ana reader analyst reviewer publisher" });
  expect((await send({ host: "127.0.0.1:1" })).status).toBe(403);
  stop();
});

describe("behind a sign-on, as the guide sets it up", () => {
  beforeEach(() => serve(blockOfGuide("yaml file=data/sign-on.yaml")));
  afterEach(stop);

  test("people have the roles of their groups and of themselves", async () => {
    const groups = "staff, early-years-analysts , data-protection";
    expect((await send(as("cy@example.gov.uk", groups))).text).toBe("cy@example.gov.uk analyst publisher");
    expect((await send(as("bo.ward@example.gov.uk"))).text).toBe("bo.ward@example.gov.uk reviewer");
    expect((await send(as("Zo\xc3\xab", "early-years-readers"))).text).toBe("Zoë reader");
  });

  test("whoever is in no group is told whom to ask", async () => {
    expect(await send(as("eve", "staff"))).toEqual({
      status: 403,
      text: expect.stringContaining("have no part in this workspace yet. Ask whoever looks after it"),
    });
  });

  test("a header that comes from anywhere but the proxy is not believed", async () => {
    expect(await send(as("bo.ward@example.gov.uk"), { from: "127.0.0.2" })).toEqual({
      status: 403,
      text: `This workspace is reached through its sign-on. Go to ${address}/`,
    });
  });

  test.each([
    ["none", {}],
    ["an empty one", as(" ", "early-years-analysts")],
    ["two", { ...as("", "early-years-analysts"), "x-remote-user": ["ana", "bo.ward@example.gov.uk"] }],
    ["one that would break a commit", as("a <b@c>", "early-years-analysts")],
    ["one that is too long", as("a".repeat(201), "early-years-analysts")],
  ])("of the person's header there must be one that makes sense, not %s", async (_, headers) => {
    expect(await send(headers)).toMatchObject({
      status: 403,
      text: expect.stringMatching(/^The sign-on did/),
    });
  });

  test("another name, another site's page and a path that climbs are refused", async () => {
    const bo = as("bo.ward@example.gov.uk");
    expect((await send({ ...bo, host: `127.0.0.1:${port}` })).text).toBe("Not from here.");
    expect((await send({ ...bo, origin: "https://evil.example" }, { method: "POST" })).text).toBe(
      "Not from here.",
    );
    expect((await send({ ...bo, "sec-fetch-site": "cross-site" }, { method: "POST" })).text).toBe(
      "Not from here.",
    );
    expect((await send(bo, { path: "/_file/%2e%2e/data/sign-on.yaml" })).text).toBe(
      "The address makes no sense.",
    );
  });

  test("who is taken off the list is out with the next request; a broken list, or none, lets nobody else in", async () => {
    const bo = as("bo.ward@example.gov.uk");
    const change = (text: string, second: number) => {
      writeFileSync(file, text);
      utimesSync(file, second, second);
    };
    change(readFileSync(file, "utf8").replace(", bo.ward@example.gov.uk", ""), 1_000_000);
    expect((await send(bo)).status).toBe(403);
    change("roles: [", 2_000_000);
    expect((await send(bo)).status).toBe(403);
    expect(String(errors.mock.calls.at(-1))).toMatch(/sign-on\.yaml:1:\d+: not valid YAML/);
    rmSync(file);
    expect((await send(bo)).status).toBe(403);
  });
});

test.each([
  ["GET", "/explore/take-up", "reader analyst reviewer publisher"],
  ["GET", "/_file/explore/data/wards.json", "reader analyst reviewer publisher"],
  ["GET", "/explore/.take-up.0a1b2c3d.draft", "analyst reviewer publisher"],
  ["GET", "/_file/explore/.take-up.0a1b2c3d.draft.md", "analyst reviewer publisher"],
  ["GET", "/_write/page", "analyst reviewer publisher"],
  ["POST", "/_write/save", "analyst"],
  ["POST", "/_write/what-comes-later", "analyst"],
  ["POST", "/_write/review/comment", "analyst reviewer publisher"],
  ["POST", "/_write/review/approve", "reviewer"],
  ["POST", "/_write/review/withdraw", "publisher"],
  ["POST", "/_write/review/publish-note", "publisher"],
  ["POST", "/_write/publish/start", "publisher"],
  ["GET", "/_write/publish/state", "analyst reviewer publisher"],
  ["GET", "/_write/sources", "publisher"],
  ["GET", "/_write/sources/open", "publisher"],
  ["POST", "/_write/sources/try", "publisher"],
  ["POST", "/_write/sources/save", "publisher"],
])("%s %s is for: %s", (method, path, who) => {
  const roles = ["reader", "analyst", "reviewer", "publisher"] as const;
  const allowed = roles.filter(
    (role) => whyMayNot({ ...alone, roles: [role], isOneOfMany: true }, method, path) === undefined,
  );
  expect(allowed.join(" ")).toBe(who);
});

describe.skipIf(!isNginxThere)("nginx in front, as the guide sets it up (needs nginx)", () => {
  let proxy: GuideProxy;
  beforeAll(async () => {
    await serve(blockOfGuide("yaml file=data/sign-on.yaml"));
    proxy = await startGuideProxy(port);
  });
  afterAll(async () => {
    await proxy.stop();
    stop();
  });
  const through = (headers: Record<string, string>) => send(headers, { to: proxy.port });

  test("whoever signs in is known by name and group", async () => {
    expect((await through({ cookie: "user=cy early-years-analysts" })).text).toBe("cy analyst");
    expect((await through({ cookie: "user=cy staff" })).text).toMatch(/have no part/);
  });

  test("a header that a browser sends by itself is replaced, and without a sign-on there is no way in", async () => {
    expect((await through({ ...as("bo.ward@example.gov.uk") })).text).not.toContain("reviewer");
    const forged = { cookie: "user=cy staff", ...as("bo.ward@example.gov.uk", "data-protection") };
    expect(await through(forged)).toMatchObject({ status: 403, text: expect.stringMatching(/have no part/) });
  });
});
