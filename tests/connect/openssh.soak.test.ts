import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Source } from "../../loaders/registry/source.js";
import { connected, FetchDesk } from "./bench.js";
import { hasPasswords, hasServer, OpensshServer, passphrase, password } from "./openssh-server.js";

if (!hasServer) console.warn("There is no OpenSSH server (Debian's openssh-server): its tests are skipped.");
else if (!hasPasswords)
  console.warn("Only root can make a user for OpenSSH: signing in by password is skipped, by key is not.");

describe.skipIf(!hasServer)("OpenSSH", () => {
  let server: OpensshServer;
  let desk: FetchDesk;
  beforeAll(async () => {
    server = await new OpensshServer().start();
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    desk = new FetchDesk();
    for (const name of readdirSync(server.out)) rmSync(join(server.out, name));
    process.env.VISITS_PASSWORD = password;
    process.env.VISITS_PASSPHRASE = passphrase;
  });
  afterEach(() => desk.close());

  const byKey = (name: "key" | "locked" | "stranger" = "key"): string =>
    `key: { file: "${server.keyFile(name)}" }`;
  const byPassword = "password: { environment: VISITS_PASSWORD }";
  const at = (
    signIn = byKey(),
    hostKey = server.fingerprint("ed25519"),
    { settle = 0, stall = 20 } = {},
  ): Source =>
    connected(
      `{ type: sftp, host: 127.0.0.1, port: ${server.port}, user: ${server.user}, ${signIn}, hostKey: "${hostKey}", path: "${server.out}", files: ["visits*"], settleSeconds: ${settle}, patience: { stallSeconds: ${stall}, seconds: 60 } }`,
    );
  const put = (name: string, content: string, seconds: number): string => {
    const file = join(server.out, name);
    writeFileSync(file, content);
    utimesSync(file, seconds, seconds);
    return file;
  };
  const place = (): string => `127.0.0.1:${server.port}`;
  const notLetIn = (): string =>
    `${place()} does not let the user in. Correct the user, the password or the key.`;

  test("who has the key gets the newest file whole and once", async () => {
    const long = `A\n${"2\n".repeat(2_000_000)}`;
    put("visits_2026-09.csv", "A\n1\n", 1_790_000_000);
    put("visits_2026-10.csv", long, 1_780_000_000);
    put("visits_2026-11.csv.filepart", "A\n", 1_795_000_000);
    const { names, texts, failure } = await desk.fetch(at());
    expect([names, texts[0] === long, failure]).toEqual([["visits_2026-10.csv"], true, undefined]);
    desk.log.length = 0;
    await desk.fetch(at());
    expect(desk.log).toEqual([]);
  });

  test("a key that is locked opens with its passphrase alone, and a stranger's opens nothing", async () => {
    put("visits_2026-11.csv", "A\n3\n", 1_790_000_000);
    const locked = `${byKey("locked")}, passphrase: { environment: VISITS_PASSPHRASE }`;
    expect((await desk.fetch(at(byKey("stranger")))).failure).toBe(notLetIn());
    process.env.VISITS_PASSPHRASE = `${passphrase}-wrong`;
    expect((await desk.fetch(at(locked))).failure).toBe(
      "The private key cannot be read. Is it whole, and the passphrase the right one?",
    );
    expect((await desk.fetch(at(byKey("locked")))).failure).toBe(
      "The private key cannot be read. Is it whole, and the passphrase the right one?",
    );
    process.env.VISITS_PASSPHRASE = passphrase;
    expect(await desk.fetch(at(locked))).toMatchObject({ texts: ["A\n3\n"], failure: undefined });
  });

  test.runIf(hasPasswords)("who has the password is let in, and it stands nowhere afterwards", async () => {
    put("visits_2026-11.csv", "A\n4\n", 1_790_000_001);
    process.env.VISITS_PASSWORD = `${password}-wrong`;
    expect((await desk.fetch(at(byPassword))).failure).toBe(notLetIn());
    process.env.VISITS_PASSWORD = password;
    expect(await desk.fetch(at(byPassword))).toMatchObject({ texts: ["A\n4\n"], failure: undefined });
    const kept = readdirSync(desk.folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(desk.folder, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file, "latin1"));
    expect([...kept, ...desk.log].filter((text) => text.includes(password))).toEqual([]);
  });

  test.each(["ed25519", "rsa", "ecdsa"] as const)(
    "its key of kind %s is one that it may be known by",
    async (kind) => {
      put("visits_2026-11.csv", "A\n5\n", 1_790_000_002);
      expect(await desk.fetch(at(byKey(), server.fingerprint(kind)))).toMatchObject({
        texts: ["A\n5\n"],
        failure: undefined,
      });
    },
  );

  test("where it shows none of the key that is asked for it is told nothing, and the last good extract stays", async () => {
    put("visits_2026-11.csv", "A\n6\n", 1_790_000_003);
    await desk.fetch(at());
    put("visits_2026-11.csv", "A\n7\n", 1_790_000_004);
    const shown = (["ed25519", "ecdsa", "rsa"] as const).map((kind) => server.fingerprint(kind));
    expect(await desk.fetch(at(byKey(), `SHA256:${"A".repeat(43)}`))).toEqual({
      names: ["visits_2026-11.csv"],
      texts: ["A\n6\n"],
      failure: `${place()} shows another key than location.hostKey: ${shown.join(" or ")}. Ask whoever runs the server whether it has a new one, by another way than this, before you write it there.`,
    });
  });

  test("a file that grows while it is looked at is left for the next refresh", async () => {
    const file = put("visits_2026-11.csv", "A\n8\n", 1_790_000_005);
    const growing = desk.fetch(at(byKey(), undefined, { settle: 2 }));
    await sleep(1000);
    appendFileSync(file, "9\n");
    expect(await growing).toMatchObject({
      texts: [],
      failure: "An extract is still being written. The next refresh looks again.",
    });
    expect(await desk.fetch(at())).toMatchObject({ texts: ["A\n8\n9\n"], failure: undefined });
  });

  test("a server that says nothing, and a folder that is gone, are told", async () => {
    put("visits_2026-11.csv", "A\n8\n", 1_790_000_006);
    await desk.fetch(at());
    server.pause(true);
    const stalled = await desk.fetch(at(byKey(), undefined, { stall: 3 }));
    server.pause(false);
    expect(stalled.failure).toMatch(/sent nothing for 3 s|did not answer in time/);
    expect(stalled.texts).toEqual(["A\n8\n"]);
    const elsewhere = { ...at(), location: { ...at().location, path: join(server.out, "gone") } } as Source;
    expect((await desk.fetch(elsewhere)).failure).toBe(
      `${place()} has no such folder or file now. Is location.path right?`,
    );
  });
});
