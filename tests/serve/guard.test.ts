import type { Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, createGuardedServer, pathOf } from "../../workspace/serve/guard.js";
import { listen } from "../../workspace/serve/port.js";
import { freePort, send } from "../review/visit.js";
import { cases, soak } from "../soak.js";

let server: Server;
let port: number;
let asked: string[];
const careless: Answer = async (request, response, path) => {
  asked.push(path);
  // As a program does that trusts its requests: it fails on what it did not think of.
  decodeURI(new URL(request.url!, "http://localhost").pathname);
  if (path.includes("fail")) throw new Error("Amelia Okafor 999 000 0018");
  await new Promise((resolve) => setImmediate(resolve));
  response.end("fine");
};
beforeEach(async () => {
  asked = [];
  port = await freePort();
  server = createGuardedServer({ methods: ["GET", "HEAD"], refusal: "Not from here." }, careless);
  await listen(server, port);
});
afterEach(() => void server.close().closeAllConnections());

/** Sends bytes as they are and gives back what comes until the other side, or this one after a while, ends it. */
function raw(bytes: string | Buffer, { end = true, wait = 2_000 } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    const timer = setTimeout(() => socket.destroy(), wait);
    socket.on("data", (part) => {
      text += part.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(text);
    });
    socket.write(bytes);
    if (end) socket.end();
  });
}

const get = (address: string, headers: Record<string, string> = {}) =>
  raw(
    [
      `GET ${address} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      ...Object.entries(headers).map(([n, v]) => `${n}: ${v}`),
      "connection: close",
      "",
      "",
    ].join("\r\n"),
  );

async function isWell(): Promise<void> {
  expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 200, text: "fine" });
}

describe("an address that makes no sense is refused in words, and the server goes on", () => {
  test.each([
    "/_file/%",
    "/%E0%A4%A",
    "/%ff",
    "//",
    "//other.example/x",
    "/%2F%2Fother.example",
    "/../../etc/passwd",
    "/a/%2e%2e/%2e%2e/b",
    "/a%2f..%2f..%2fb",
    "/a/..",
    "/a\\..\\b",
    "/%5c%5cother.example",
    "/%00",
    "/a%0d%0aset-cookie:%20x",
    "http://other.example/",
    "*",
    "?x",
  ])("%s", async (address) => {
    expect(await get(address)).toMatch(/^HTTP\/1\.1 400 /);
    expect(asked).toEqual([]);
    await isWell();
  });

  test("one that is too long", async () => {
    expect(await get(`/${"a".repeat(5_000)}`)).toMatch(/^HTTP\/1\.1 414 /);
    expect(await get(`/${"a".repeat(100_000)}`)).toMatch(/^HTTP\/1\.1 4\d\d /);
    await isWell();
  });

  test("and random bytes, in the address or instead of a request", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.boolean(), async (bytes, asAddress) => {
        const given = Buffer.from(bytes);
        const sent = asAddress
          ? Buffer.concat([
              Buffer.from("GET /"),
              given,
              Buffer.from(` HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`),
            ])
          : given;
        expect(await raw(sent)).toMatch(/^(?:HTTP\/1\.1 (?:200|302|400|403|405|414|431) |$)/);
      }),
      { numRuns: 150 },
    );
    await isWell();
  });

  test("and random paths of parts that are known to be awkward", async () => {
    const part = fc.constantFrom(
      "%",
      "%2",
      "%2e",
      "..",
      "/",
      "\\",
      "_file",
      "%00",
      "a",
      "%C3%A9",
      "é",
      "?",
      "#",
      "%25",
      ";",
      ":",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        expect(await get(`/${parts.join("")}`)).toMatch(/^HTTP\/1\.1 (?:200|400) /);
      }),
      { numRuns: 150 },
    );
    await isWell();
  });
});

// As fc.webPath gives them, which takes seconds to begin with.
const segment = fc.array(fc.constantFrom(..."aZ09-._~!$&'()*+,;=:@", "%20", "%C3%A9", "%2F", "%00"));
const webPath = fc.array(segment).map((parts) => parts.map((letters) => letters.join("")).join("/"));

test("a path that is admitted leads nowhere above the root", () => {
  fc.assert(
    fc.property(
      webPath,
      fc.array(fc.constantFrom("/..", "/%2e%2e", "%2f..", "/.", "//", "%5c..")),
      (path, more) => {
        const admitted = pathOf(`/${path}${more.join("")}`);
        if (admitted === undefined) return;
        expect(join("/root", admitted).startsWith("/root")).toBe(true);
        expect(new URL(admitted.replaceAll(/[^/]/g, "a"), "http://localhost").host).toBe("localhost");
      },
    ),
    cases(10, 40),
  );
});

describe("a page of another site", () => {
  const elsewhere = { "sec-fetch-site": "cross-site" };

  test("can ask for nothing in passing: no image, script, frame or request", async () => {
    for (const headers of [
      { ...elsewhere, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      { ...elsewhere, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" },
      { ...elsewhere, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
      { ...elsewhere, "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
      { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
    ])
      expect(await get("/x", headers)).toMatch(/^HTTP\/1\.1 403 [\s\S]*Not from here\./);
    expect(asked).toEqual([]);
  });

  test("may lead here by a link that somebody follows", async () => {
    const headers = { ...elsewhere, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect(await get("/x", headers)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("cannot frame, read or be told of what is here", async () => {
    const { headers } = await send(`http://127.0.0.1:${port}/`);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
    });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });
});

test("only the methods that a server answers reach it", async () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
    expect(await raw(`${method} / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD/i,
    );
  expect(asked).toEqual([]);
});

test("an answer that fails tells nothing of why", async () => {
  const answer = await send(`http://127.0.0.1:${port}/fail`);
  expect(answer).toMatchObject({ status: 500, text: "This could not be answered." });
  await isWell();
});

test("requests that break off, or say that there is more than comes, leave the server well", async () => {
  for (let i = 0; i < 40; i++) {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.write(`GET /slow HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 100\r\n\r\n`);
    setImmediate(() => (i % 2 ? socket.destroy() : socket.resetAndDestroy()));
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  await isWell();
});

soak("a request that does not end is ended, and holds up nobody", async () => {
  server.headersTimeout = 200;
  server.requestTimeout = 300;
  const slow = raw(`GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-`, { end: false, wait: 10_000 });
  await isWell();
  expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
});

test("many headers, or long ones, are refused", async () => {
  expect(await get("/", { "x-long": "a".repeat(20_000) })).toMatch(/^HTTP\/1\.1 (?:400|431) /);
  await isWell();
});
