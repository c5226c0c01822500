import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { lookupWithin } from "../../loaders/connect/addresses.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { connected, FetchDesk, LocalServer, patience } from "./bench.js";

let desk: FetchDesk;
let server: LocalServer;
beforeAll(async () => {
  server = await new LocalServer().start();
});
afterAll(() => server.stop());
beforeEach(() => {
  desk = new FetchDesk();
  server.asked.length = 0;
});
afterEach(() => desk.close());

const at = (more = ""): ReturnType<typeof connected> =>
  connected(
    `{ type: https, url: "${server.origin}/list.csv", allowPrivateAddresses: true, patience: ${patience}${more} }`,
  );
const host = (): string => server.origin.slice("http://".length);
const text = "A\n1\n";
const whole = { "content-type": "text/csv", "content-length": text.length };

test("a file is taken under the source and the day, and while the server says that it is the same it stays", async () => {
  server.answer = (request, response) =>
    request.headers["if-none-match"] === '"one"'
      ? response.writeHead(304).end()
      : response.writeHead(200, { ...whole, etag: '"one"' }).end(text);
  expect(await desk.fetch(at())).toEqual({
    names: ["visits-2026-11-30.csv"],
    texts: [text],
    failure: undefined,
  });
  desk.day = "2026-12-01";
  expect((await desk.fetch(at())).names).toEqual(["visits-2026-11-30.csv"]);
  expect(server.asked.at(-1)!.headers["if-none-match"]).toBe('"one"');
  expect(readdirSync(desk.store.landing, { recursive: true })).toEqual(["visits"]);
});

test("the same bytes are no new delivery, whatever the server says of them", async () => {
  server.answer = (_, response) => response.writeHead(200, whole).end(text);
  await desk.fetch(at());
  desk.day = "2026-12-01";
  expect((await desk.fetch(at())).names).toEqual(["visits-2026-11-30.csv"]);
  server.answer = (_, response) => response.writeHead(200, whole).end("A\n2\n");
  expect((await desk.fetch(at())).names).toEqual(["visits-2026-12-01.csv"]);
});

test("a connection that breaks is gone on with where it broke, if the file is still the same", async () => {
  const long = `A\n${"1234567\n".repeat(5000)}`;
  server.answer = ({ headers: { range } }, response) => {
    const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
    const headers = { "content-length": long.length - from, etag: '"one"' };
    if (from) {
      response.writeHead(206, {
        ...headers,
        "content-range": `bytes ${from}-${long.length - 1}/${long.length}`,
      });
      response.end(long.slice(from));
    } else {
      response.writeHead(200, headers);
      // The end of the connection, in order: a reset would take what is on its way with it.
      response.write(long.slice(0, 20_000), () => response.socket!.end());
    }
  };
  expect((await desk.fetch(at())).texts).toEqual([long]);
  expect(server.asked.map(({ headers }) => [headers.range, headers["if-range"]])).toEqual([
    [undefined, undefined],
    ["bytes=20000-", '"one"'],
  ]);
});

test.each<[string, LocalServer["answer"], string]>([
  [
    "half a file",
    (_, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write(text, () => setTimeout(() => response.destroy(), 10));
    },
    "The connection to HOST broke off (ECONNRESET).",
  ],
  [
    "half a file in chunks",
    (_, response) => response.write(text, () => setTimeout(() => response.destroy(), 10)),
    "The connection to HOST broke off (ECONNRESET).",
  ],
  [
    "half a packed file",
    (_, response) => {
      const packed = gzipSync(text.repeat(50)).subarray(0, -4);
      response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length }).end(packed);
    },
    "HOST sent something that does not unpack.",
  ],
  [
    "a file without a length",
    (_, response) => {
      response.shouldKeepAlive = false;
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200);
      response.end(text);
    },
    "HOST does not say how long the file is, so that half of it could not be told from the whole.",
  ],
  ["silence", () => {}, "HOST sent nothing for 0.15 s."],
  [
    "silence after a start",
    (_, response) => response.writeHead(200, { "content-length": 100 }).write(text),
    "HOST sent nothing for 0.15 s.",
  ],
  ["a failure", (_, response) => response.writeHead(503).end("busy"), "HOST answered with 503."],
  [
    "a request to wait for longer than there is time",
    (_, response) => response.writeHead(429, { "retry-after": "60" }).end(),
    "HOST answered with 429, too many requests, and asks to wait 60 s.",
  ],
  [
    "nothing there",
    (_, response) => response.writeHead(404).end(),
    "HOST answered with 404. What was there is gone, or the address is wrong.",
  ],
  [
    "no right",
    (_, response) => response.writeHead(401).end(),
    "HOST answered with 401. Correct the secret that it is asked with.",
  ],
  [
    "a page to sign in on",
    (_, response) =>
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": 6 })
        .end("<html>"),
    "HOST answered with a web page and not with a file. Is the address that of the file, and may it be read without signing in?",
  ],
  [
    "an empty file",
    (_, response) => response.writeHead(200, { "content-length": 0 }).end(),
    "What was fetched is empty.",
  ],
  [
    "too much",
    (_, response) => response.writeHead(200, { "content-length": 2e6 }).write(text),
    "HOST has more than 1.0 MB. If that is right, raise location.patience.megabytes.",
  ],
  [
    "too much without saying so",
    (_, response) => {
      const more = (): unknown => response.destroyed || response.write("1\n".repeat(100_000), more);
      more();
    },
    "HOST has more than 1.0 MB. If that is right, raise location.patience.megabytes.",
  ],
  [
    "a way to a private address",
    (_, response) => response.writeHead(302, { location: "http://192.168.0.1/list.csv" }).end(),
    "HOST leads on to 192.168.0.1, which is not allowed. If it may, add it to location.hosts.",
  ],
  [
    "a way without an end",
    ({ url }, response) => response.writeHead(302, { location: `${url}a` }).end(),
    "HOST leads on and on. Write the address that it should end at.",
  ],
])("the last good extract stays where the server gives %s", async (_, answer, failure) => {
  server.answer = (_, response) => response.writeHead(200, whole).end(text);
  await desk.fetch(at());
  server.answer = answer;
  expect(await desk.fetch(at())).toEqual({
    names: ["visits-2026-11-30.csv"],
    texts: [text],
    failure: failure.replace("HOST", host()),
  });
  expect(readdirSync(desk.store.landing).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("a server that asks to wait a little is asked again", async () => {
  let n = 0;
  server.answer = (_, response) =>
    ++n < 3
      ? response.writeHead(429, { "retry-after": "0" }).end()
      : response.writeHead(200, whole).end(text);
  expect(await desk.fetch(at())).toMatchObject({ texts: [text], failure: undefined });
});

test("one that drips ends when the time is over", async () => {
  server.answer = (_, response) => {
    response.writeHead(200, { "content-length": 1000 });
    const timer = setInterval(() => response.write("1"), 40);
    response.on("close", () => clearInterval(timer));
  };
  const source = connected(
    `{ type: https, url: "${server.origin}/", allowPrivateAddresses: true, patience: { seconds: 0.3, stallSeconds: 0.2, retries: 0 } }`,
  );
  expect((await desk.fetch(source)).failure).toBe(
    "It took longer than 0.3 s. If that is right, raise location.patience.seconds.",
  );
});

test("an address inside the network is not connected to unless it may, and then only there without encryption", async () => {
  const refused = async (url: string, more = ""): Promise<string | undefined> =>
    (await desk.fetch(connected(`{ type: https, url: "${url}", patience: ${patience}${more} }`))).failure;
  const inside = (name: string): string =>
    `${name} has an address inside the network. If it may, write allowPrivateAddresses: true under location.`;
  expect(await refused(`https://127.0.0.1:1/`)).toBe(inside("127.0.0.1"));
  expect(await refused("https://0x7f.1:1/")).toBe(inside("127.0.0.1"));
  expect(await refused("https://[::ffff:10.0.0.1]/")).toBe(inside("[::ffff:a00:1]"));
  // A name is judged by the address that is connected to.
  expect(await refused("https://localhost:1/")).toBe(inside("localhost"));
  expect(await refused(`${server.origin}/`)).toBe(
    "127.0.0.1: the address is not https. Only inside the network, with allowPrivateAddresses: true, may it be http.",
  );
  expect(await refused("http://8.8.8.8/", ", allowPrivateAddresses: true")).toBe(
    "8.8.8.8 lies outside the network, and the address is not https. Write https.",
  );
  expect(server.asked).toEqual([]);
  const said = await new Promise((done) =>
    lookupWithin("outside", () => new TellableError("inside"))("localhost", {}, (error) =>
      done(error?.message),
    ),
  );
  expect(said).toBe("inside");
});

test("a source that leads on may do so to hosts that it names", async () => {
  server.answer = ({ url }, response) =>
    url === "/list.csv"
      ? response
          .writeHead(307, { location: server.origin.replace("127.0.0.1", "localhost").concat("/moved") })
          .end()
      : response.writeHead(200, whole).end(text);
  expect((await desk.fetch(at(', hosts: ["localhost"]'))).texts).toEqual([text]);
});
