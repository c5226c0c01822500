import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepingOwnFiles } from "../../workspace/site/framework/own-files.js";

const asked: string[] = [];
let server: Server;
let origin: string;
beforeAll(async () => {
  const preview = keepingOwnFiles((request, response) => {
    asked.push(request.url!);
    const isThere = !request.url!.includes("none");
    response.statusCode = isThere ? 200 : 404;
    response.setHeader("content-type", "text/javascript; charset=utf-8");
    response.setHeader("etag", '"one"');
    response.end(`answer ${asked.length}`);
  });
  server = createServer(preview);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

/** What two requests for a path were answered, and how often the preview itself was asked. */
async function twice(path: string): Promise<{ texts: string[]; times: number }> {
  asked.length = 0;
  const texts: string[] = [];
  for (let i = 0; i < 2; i++) texts.push(await (await fetch(origin + path)).text());
  return { texts, times: asked.length };
}

test("a script of Framework's own is asked for once, and is the same to a browser", async () => {
  const { texts, times } = await twice("/_observablehq/stdlib/inputs.js");
  expect([times, new Set(texts).size]).toEqual([1, 1]);
  const again = await fetch(`${origin}/_observablehq/stdlib/inputs.js`);
  expect([again.status, again.headers.get("content-type"), again.headers.get("etag")]).toEqual([
    200,
    "text/javascript; charset=utf-8",
    '"one"',
  ]);
  const headers = { "if-none-match": '"one"' };
  expect((await fetch(`${origin}/_observablehq/stdlib/inputs.js`, { headers })).status).toBe(304);
  expect(asked).toHaveLength(1);
});

test.each([
  "/explore/take-up",
  "/_import/components/notebook.js",
  "/_observablehq/minisearch.json",
  "/_observablehq/client.js?x=1",
  "/_observablehq/none.js",
])("%s is asked for each time", async (path) => {
  const { texts, times } = await twice(path);
  expect([times, new Set(texts).size]).toEqual([2, 2]);
});
