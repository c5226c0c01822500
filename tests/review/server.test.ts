import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { putBack } from "../../loaders/link/kept.js";
import { readAccess } from "../../loaders/link/review-access.js";
import { Database } from "../../loaders/store/database.js";
import { withLock } from "../../loaders/store/lock.js";
import { repositoryRoot, type Store, storeOf } from "../../loaders/store/paths.js";
import { type ReviewServer, serveReview } from "../../workspace/review/server.js";
import { soak } from "../soak.js";
import { evidenceOf, linkedStore, model, type Said } from "./fixture.js";
import { freePort, send, type Visitor, visit } from "./visit.js";

const amy: Said = { id: "amy", person: "1", forename: "Amy", surname: "Okafor", born: "2021-03-04" };
const amie: Said = { ...amy, id: "amie", person: "2", forename: "Amie" };
const decision = { left: evidenceOf(amy), right: evidenceOf(amie), verdict: "same", why: "moved house" };

let folder: string;
let store: Store;
let port: number;
let server: ReviewServer;
let visitor: Visitor;
let remove: () => void;
beforeEach(async () => {
  ({ folder, store, remove } = await linkedStore([amy, amie], [["amy", "amie", 0.7]]));
  port = await freePort();
  server = await serveReview({ store, port, who: "AB", readModel: () => model });
  visitor = await visit(server.address);
});
afterEach(() => {
  server.close();
  remove();
});

async function decisionsOnDisk(): Promise<unknown[]> {
  const db = await Database.open(store.identity);
  const rows = await db.rows(
    "SELECT id, verdict, who, why, undone_at IS NOT NULL AS undone FROM review_decision ORDER BY id",
  );
  db.close();
  return rows;
}

describe("the review answers nobody but its own page on this machine", () => {
  test("it listens on loopback only", async () => {
    const others = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? [])
        .filter(({ internal, family }) => !internal && family === "IPv4")
        .map(({ address }) => address),
    );
    for (const address of ["127.0.0.2", ...others])
      await expect(
        new Promise((resolve, reject) =>
          connect(port, address).once("connect", resolve).once("error", reject),
        ),
      ).rejects.toThrow(/ECONNREFUSED/);
  });

  const others = [
    ["another name that points here", { host: "rebound.example.org" }],
    ["another port's name", { host: "127.0.0.1:1" }],
    ["a page of another site", { origin: "https://example.org" }],
    ["a page of another port", { origin: "http://127.0.0.1:1" }],
    ["a page without an origin", { origin: "null" }],
  ] as const;

  test("not another name or port, nor a page of another site, even with key and token", async () => {
    for (const [what, headers] of others)
      for (const [path, body] of [
        ["/", undefined],
        ["/ask/queue", "{}"],
        ["/ask/decide", JSON.stringify(decision)],
        [new URL(server.address).search, undefined],
      ] as const) {
        const answer = await send(
          `${visitor.origin}/${path.replace(/^\//, "")}`,
          { ...visitor.headers, ...headers },
          body,
        );
        expect([what, answer]).toMatchObject([
          what,
          { status: 403, text: "This review answers to its own address only." },
        ]);
        expect(answer.headers["set-cookie"]).toBeUndefined();
      }
  });

  test("not without the key, which other users of this machine do not have", async () => {
    const { cookie, ...headers } = visitor.headers;
    const wrongs: Record<string, string>[] = [
      {},
      { cookie: `${cookie}x` },
      { cookie: `review-${port}=` },
      { cookie: `review-${port}=${"a".repeat(32)}` },
    ];
    for (const wrong of wrongs)
      for (const [path, body] of [["/"], ["/page.js"], ["/ask/queue", "{}"]] as const)
        expect(await send(visitor.origin + path, { ...headers, ...wrong }, body)).toMatchObject({
          status: 403,
          text: "Open the address that npm run review printed: it lets in only whoever started it.",
        });
    expect((await send(`${visitor.origin}/?key=wrong`)).status).toBe(403);
  });

  test("not a form of another page, which has the cookie but not the token", async () => {
    const { "x-review-token": _, origin: __, ...headers } = visitor.headers;
    expect((await send(`${visitor.origin}/ask/queue`, headers, "{}")).status).toBe(403);
    expect(
      (await send(`${visitor.origin}/ask/queue`, { ...headers, "x-review-token": "x" }, "{}")).status,
    ).toBe(403);
    expect(await decisionsOnDiskOrNone()).toEqual([]);
  });

  test("the key leaves the address at once, in a cookie that scripts and other sites cannot use", async () => {
    const { status, headers } = await send(server.address);
    expect([status, headers.location]).toEqual([303, "/"]);
    expect(headers["set-cookie"]![0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  test("nothing is kept by the browser, framed, or fetched from elsewhere", async () => {
    for (const [path, body] of [
      ["/"],
      ["/page.js"],
      ["/page.css"],
      ["/ask/queue", "{}"],
      ["/none"],
    ] as const) {
      const { headers } = await send(visitor.origin + path, visitor.headers, body);
      expect(headers["cache-control"]).toBe("no-store");
      expect(headers["content-security-policy"]).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'; /,
      );
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
    for (const path of ["/", "/page.css", "/page.js"])
      expect((await send(visitor.origin + path, visitor.headers)).text).not.toMatch(
        /https?:\/\/(?!www\.w3\.org)/,
      );
  });
});

async function decisionsOnDiskOrNone(): Promise<unknown[]> {
  const db = await Database.open(store.identity);
  const has = await db.has("review_decision");
  db.close();
  return has ? decisionsOnDisk() : [];
}

describe("a decision", () => {
  test("is on disk when it is answered, and takes its pair out of the queue", async () => {
    expect(await visitor.ask("queue", {})).toMatchObject([{ done: { total: 1 } }]);
    expect(await visitor.ask("decide", decision)).toEqual([{ done: 1 }]);
    expect(await decisionsOnDisk()).toEqual([
      { id: 1, verdict: "same", who: "AB", why: "moved house", undone: false },
    ]);
    expect(await visitor.ask("queue", {})).toEqual([{ done: { pairs: [], total: 0 } }]);
    expect(server.kept()).toBe(1);
    expect(await visitor.ask("undo", { id: 1 })).toEqual([{ done: 1 }]);
    expect(await decisionsOnDisk()).toMatchObject([{ id: 1, undone: true }]);
    expect(await visitor.ask("queue", {})).toMatchObject([{ done: { total: 1 } }]);
    expect(server.kept()).toBe(0);
  });

  soak("waits while a refresh is at work, says so, and is kept afterwards", async () => {
    let ended = false;
    const refresh = withLock(join(store.folder, "refresh.lock"), async () => {
      await sleep(600);
      ended = true;
    });
    const heard: [string, boolean][] = [];
    const answers = await visitor.ask("decide", decision, (text) => heard.push([text.trim(), ended]));
    await refresh;
    expect(answers).toEqual([{ waiting: true }, { done: 1 }]);
    expect(heard[0]).toEqual(['{"waiting":true}', false]);
    expect(await decisionsOnDisk()).toHaveLength(1);
  });

  soak("given with others at once is kept like them, without a word of waiting", async () => {
    const verdicts = ["same", "different", "unsure", "same", "different"];
    const answers = await Promise.all(
      verdicts.map((verdict) => visitor.ask("decide", { ...decision, verdict })),
    );
    expect(answers.flat().map((line) => (line as { done: number }).done)).toEqual([1, 2, 3, 4, 5]);
    expect((await decisionsOnDisk()).map((row) => (row as { verdict: string }).verdict)).toEqual(verdicts);
  });

  test("that is not one is refused", async () => {
    for (const body of [
      { ...decision, verdict: "perhaps" },
      { ...decision, left: "1; DROP TABLE record" },
      { ...decision, why: "x".repeat(301) },
      { ...decision, who: "somebody else" },
    ])
      expect([body, await visitor.ask("decide", body)]).toEqual([body, [{ failed: expect.any(String) }]]);
    expect(await decisionsOnDiskOrNone()).toEqual([]);
  });

  soak("that cannot be written says so, and names no child", async () => {
    const db = await Database.open(store.identity);
    await db.run("CREATE TABLE review_decision (id BIGINT)");
    db.close();
    const [answer] = await visitor.ask("decide", decision);
    expect(answer).toEqual({ failed: expect.any(String) });
    expect(JSON.stringify(answer)).not.toMatch(/Amy|Okafor|moved house/);
  });
});

describe("who sees which pairs", () => {
  const seen = async () => {
    const db = await Database.open(store.identity);
    const rows = await db.rows(
      "SELECT account, who, left_evidence::VARCHAR AS l, right_evidence::VARCHAR AS r FROM review_access",
    );
    db.close();
    return rows;
  };
  const pair = [evidenceOf(amy), evidenceOf(amie)];

  test("is recorded by account and ids, without names, and outlives the database", async () => {
    const before = new Date(Date.now() - 1000);
    await visitor.ask("queue", {});
    const [row, ...more] = await seen();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ account: userInfo().username, who: "AB" });
    expect([row!.l, row!.r].sort()).toEqual([...pair].sort());
    const db = await Database.open(store.identity);
    const [told] = await readAccess(db);
    db.close();
    expect(told).toMatchObject({ account: userInfo().username, who: "AB", pairs: 1 });
    expect(new Date(told!.at) >= before).toBe(true);
    expect(JSON.stringify(row)).not.toMatch(/Amy|Amie|Okafor/);
    rmSync(store.identity);
    const fresh = await Database.open(store.identity);
    await putBack(fresh, store);
    expect(await readAccess(fresh)).toHaveLength(1);
    fresh.close();
  });

  soak(
    "is recorded where the review opens with nothing to decide, and for the list of decisions",
    async () => {
      await visitor.ask("decide", decision);
      await visitor.ask("queue", {});
      expect(await seen()).toMatchObject([{ l: null, r: null }]);
      await visitor.ask("decisions", { offset: 0 });
      const [, list] = await seen();
      expect([list!.l, list!.r].sort()).toEqual([...pair].sort());
    },
  );

  test("is said on the page", () => {
    expect(visitor.page).toContain("It is recorded who sees which pairs, and when.");
  });
});

test("a store that was never refreshed is named, with the remedy", async () => {
  await expect(serveReview({ store: storeOf(join(folder, "elsewhere")), port })).rejects.toThrow(
    "Run npm run refresh first.",
  );
});

soak(
  "a decision outlives a review that is killed the moment it has answered, and logs name no child",
  async () => {
    server.close();
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "workspace/cli.ts", "review", "--port", String(port), "--who", "CD"],
      { cwd: repositoryRoot, env: { ...process.env, EARLY_YEARS_INBOX: store.inbox } },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    const ended = new Promise((resolve) => child.on("exit", resolve));
    while (!/Ctrl-C/.test(output) && child.exitCode === null) await sleep(50);
    const address = /http:\S+/.exec(output)![0];
    const other = await visit(address);
    await other.ask("decide", decision, () => child.kill("SIGKILL")).catch(() => {});
    await ended;
    expect(await decisionsOnDisk()).toMatchObject([{ id: 1, who: "CD" }]);
    expect(output).not.toMatch(/Amy|Amie|Okafor/);
    expect(await withLock(join(store.folder, "refresh.lock"), () => Promise.resolve("free"))).toBe("free");
  },
);
