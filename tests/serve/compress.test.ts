import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compress } from "../../workspace/serve/compress.js";

const folder = mkdtempSync(join(tmpdir(), "compress-"));
const large = "a figure of a ward\n".repeat(200_000);
writeFileSync(join(folder, "large.csv"), large);

const answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  "/page": (response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end("<p>Words</p>");
  },
  "/data": (response) => {
    response.writeHead(200, { "content-type": "text/csv", "content-length": large.length });
    pipeline(createReadStream(join(folder, "large.csv")), response, () => {});
  },
  "/parts": (response) => {
    response.setHeader("content-type", "application/json");
    response.write("[1,");
    response.write("2");
    response.end("]");
  },
  "/picture": (response) => {
    response.writeHead(200, { "content-type": "image/png", "content-length": 3 });
    response.end("png");
  },
  "/away": (response) => {
    response.writeHead(302, { location: "/page", "content-type": "text/html" });
    response.end();
  },
  "/unchanged": (response) => {
    response.setHeader("content-type", "text/html");
    response.statusCode = 304;
    response.end();
  },
};

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    compress(request, response);
    answers[request.url!]!(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

const ask = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: "manual", ...init });

test.each([
  ["/page", "<p>Words</p>"],
  ["/data", large],
  ["/parts", "[1,2]"],
])("%s goes out compressed, and is the same when it is read", async (path, content) => {
  const answer = await ask(path);
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(answer.headers.get("vary")).toBe("accept-encoding");
  expect(answer.headers.get("content-length")).toBeNull();
  expect(await answer.text()).toBe(content);
});

test("what is packed already, says nothing, or goes to who cannot read it goes out as it is", async () => {
  const picture = await ask("/picture");
  expect(picture.headers.get("content-encoding")).toBeNull();
  expect(await picture.text()).toBe("png");
  expect((await ask("/away")).headers.get("location")).toBe("/page");
  expect((await ask("/unchanged")).status).toBe(304);
  const plain = await ask("/data", { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-length")).toBe(String(large.length));
  expect(await plain.text()).toBe(large);
  expect((await ask("/page", { method: "HEAD" })).headers.get("content-encoding")).toBeNull();
});
