import { createHash } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import ssh2 from "ssh2";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { isSoaking } from "../soak.js";
import { connected, FetchDesk } from "./bench.js";
import { SftpServer } from "./sftp-server.js";

const password = "canary-71d0aa";
let server: SftpServer;
let desk: FetchDesk;
beforeAll(async () => {
  server = await new SftpServer(password).start();
});
afterAll(() => server.stop());
beforeEach(() => {
  desk = new FetchDesk();
  process.env.VISITS_PASSWORD = password;
  server.files.clear();
  server.fault = undefined;
});
afterEach(() => desk.close());

const hostKey = (): string => {
  const key = ssh2.utils.parseKey(server.key.public) as ssh2.ParsedKey;
  return `SHA256:${createHash("sha256").update(key.getPublicSSH()).digest("base64").replace(/=$/, "")}`;
};
const at = (more = "", key = hostKey(), port = server.port): ReturnType<typeof connected> =>
  connected(
    `{ type: sftp, host: 127.0.0.1, port: ${port}, user: council, password: { environment: VISITS_PASSWORD }, hostKey: "${key}", path: /out, files: ["visits*"], settleSeconds: 0, patience: { stallSeconds: 2, seconds: 10 }${more} }`,
  );
const put = (name: string, content: string, modified: number): unknown =>
  server.files.set(name, { content, modified });
const place = (): string => `127.0.0.1:${server.port}`;

test("the newest file of a server is taken once, and what is being written is passed over", async () => {
  put("visits_2026-09.csv", "A\n1\n", 300);
  put("visits_2026-10.csv", `A\n${"2\n".repeat(60_000)}`, 200);
  put("visits_2026-11.csv.filepart", "A\n", 400);
  put("..\\visits_2026-12.csv", "A\n", 400);
  expect(await desk.fetch(at())).toEqual({
    names: ["visits_2026-10.csv"],
    texts: [`A\n${"2\n".repeat(60_000)}`],
    failure: undefined,
  });
  desk.log.length = 0;
  await desk.fetch(at());
  expect(desk.log).toEqual([]);
});

test("a server with another key is told nothing, and neither is one that does not let in", async () => {
  put("visits_1.csv", "A\n1\n", 1);
  await desk.fetch(at());
  const other = `SHA256:${"A".repeat(43)}`;
  expect(await desk.fetch(at("", other))).toEqual({
    names: ["visits_1.csv"],
    texts: ["A\n1\n"],
    failure: `${place()} shows another key than location.hostKey: ${hostKey()}. Ask whoever runs the server whether it has a new one, by another way than this, before you write it there.`,
  });
  process.env.VISITS_PASSWORD = `${password}-wrong`;
  expect((await desk.fetch(at())).failure).toBe(
    `${place()} does not let the user in. Correct the user, the password or the key.`,
  );
  const said = readdirSync(desk.folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(desk.folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, "latin1"));
  expect([...said, ...desk.log].filter((text) => text.includes(password))).toEqual([]);
});

test("the last good extract stays where a server breaks off", async () => {
  put("visits_1.csv", "A\n1\n", 1);
  await desk.fetch(at());
  put("visits_2.csv", "A\n2\n", 2);
  server.fault = "break";
  expect(await desk.fetch(at())).toMatchObject({
    texts: ["A\n1\n"],
    failure: `The connection to ${place()} broke off.`,
  });
  if (isSoaking) {
    server.fault = "stall";
    expect((await desk.fetch(at())).failure).toBe(`${place()} sent nothing for 2 s.`);
    server.fault = undefined;
    expect(
      (await desk.fetch({ ...at(), location: { ...at().location, path: "/gone" } } as never)).failure,
    ).toBe(`${place()} has no such folder or file now. Is location.path right?`);
  }
  server.fault = undefined;
  expect(await desk.fetch(at())).toMatchObject({ texts: ["A\n2\n"], failure: undefined });
});

test("what is no server of SFTP, and no server at all, are told", async () => {
  const other = createServer((socket) =>
    socket
      .on("error", () => {})
      .resume()
      .end("HTTP/1.1 400 Bad Request\r\n\r\n"),
  );
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as { port: number };
  expect((await desk.fetch(at("", hostKey(), port))).failure).toBe(
    `The connection to 127.0.0.1:${port} broke off.`,
  );
  await new Promise<void>((done) => other.close(() => done()));
  expect((await desk.fetch(at("", hostKey(), port))).failure).toBe(
    `127.0.0.1:${port} does not take connections.`,
  );
});

test.skipIf(process.platform === "win32")(
  "a secret comes from a file that its owner alone may read",
  async () => {
    put("visits_1.csv", "A\n1\n", 1);
    const file = join(desk.folder, "password");
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    const source = { ...at(), location: { ...at().location, password: { file } } } as never;
    expect((await desk.fetch(source)).texts).toEqual(["A\n1\n"]);
    chmodSync(file, 0o640);
    expect((await desk.fetch(source)).failure).toBe(
      `${file}: others may read it. Let its owner alone: chmod 600`,
    );
  },
);
