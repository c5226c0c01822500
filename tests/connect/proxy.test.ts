import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { connected, FetchDesk, patience } from "./bench.js";

const name = "statistics.example.org";
const text = "A\n1\n";

let folder: string;
let service: Server;
let proxy: Server;
let desk: FetchDesk;
/** What the proxy was asked for, and by whom. */
const asked: { target: string; authorization: string | undefined }[] = [];
let refusal = 0;

const listen = (server: Server) =>
  new Promise<number>((done) =>
    server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port)),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "proxy-"));
  const [key, cert] = ["key", "cert"].map((file) => join(folder, `${file}.pem`)) as [string, string];
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`];
  execFileSync("openssl", [...words, "-addext", `subjectAltName=DNS:${name}`, "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
  service = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
    response.writeHead(200, { "content-type": "text/csv", "content-length": text.length }).end(text),
  );
  const port = await listen(service);
  proxy = createServer((_, response) => response.writeHead(400).end());
  // The name is one that only the proxy knows.
  proxy.on("connect", (request, socket) => {
    asked.push({ target: request.url!, authorization: request.headers["proxy-authorization"] });
    if (refusal) return socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [socket, onward]) one.on("error", () => (socket.destroy(), onward.destroy()));
  });
  await listen(proxy);
});
afterAll(() => {
  for (const server of [service, proxy]) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  desk = new FetchDesk();
  asked.length = 0;
  refusal = 0;
  use(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  desk.close();
});

const use = (address: string) => vi.stubEnv("EARLY_YEARS_PROXY", address);
const at = (more = "") =>
  connected(
    `{ type: https, url: "https://${name}/list.csv", certificateAuthority: "${join(folder, "cert.pem")}", patience: ${patience}${more} }`,
  );

test("what lies outside is fetched through the proxy, encrypted for the server itself", async () => {
  expect(await desk.fetch(at())).toMatchObject({ texts: [text], failure: undefined });
  expect(asked).toEqual([{ target: `${name}:443`, authorization: undefined }]);
});

test("a proxy that asks who it is hears it, and the server does not", async () => {
  const { port } = proxy.address() as AddressInfo;
  use(`http://council:p%40ss@127.0.0.1:${port}`);
  await desk.fetch(at());
  expect(asked[0]!.authorization).toBe(`Basic ${Buffer.from("council:p@ss").toString("base64")}`);
});

test("a certificate that is not the server's own is refused through a proxy, too", async () => {
  const source = connected(`{ type: https, url: "https://${name}/list.csv", patience: ${patience} }`);
  expect((await desk.fetch(source)).failure).toMatch(/shows a certificate that is not trusted/);
});

test("what lies inside the network is asked directly", async () => {
  expect((await desk.fetch(at(", allowPrivateAddresses: true"))).failure).toMatch(/no host of that name/);
  expect(asked).toEqual([]);
});

test("an address inside the network is not reached by way of the proxy", async () => {
  const source = connected(`{ type: https, url: "https://10.0.0.1/list.csv", patience: ${patience} }`);
  expect((await desk.fetch(source)).failure).toMatch(/has an address inside the network/);
  expect(asked).toEqual([]);
});

test.each([
  [403, /The proxy does not let requests through to statistics\.example\.org: it answered with 403\. Ask/],
  [407, /it answered with 407\. Correct the name and password in EARLY_YEARS_PROXY/],
])("a proxy that answers with %i is told, with the remedy", async (status, told) => {
  refusal = status;
  expect((await desk.fetch(at())).failure).toMatch(told);
});

test("a proxy that is not there, or is no proxy's address, is told without its password", async () => {
  use("http://council:secret@127.0.0.1:1");
  expect((await desk.fetch(at())).failure).toMatch(/The proxy that EARLY_YEARS_PROXY names does not take/);
  for (const wrong of [
    "socks5://council:secret@proxy:1080",
    "proxy:8080",
    "http://proxy/secret",
    "http://council:secret%ff@proxy:8080",
  ]) {
    use(wrong);
    const { failure } = await desk.fetch(at());
    expect(failure).toMatch(/EARLY_YEARS_PROXY is not the address of a proxy\. Write it as in http:/);
    expect(failure).not.toContain("secret");
  }
});
