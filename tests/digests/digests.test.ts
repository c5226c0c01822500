import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isPrivate } from "../../loaders/connect/addresses.js";
import { createTable } from "../../loaders/protect/tables.js";
import { digestsSchema } from "../../loaders/registry/digests.js";
import { Database } from "../../loaders/store/database.js";
import { storeOf } from "../../loaders/store/paths.js";
import { keepLedger, readLedger } from "../../workspace/digests/ledger.js";
import { tellPeople } from "../../workspace/digests/tell.js";
import { soak } from "../soak.js";

const gld = "good-level-of-development";
let folder: string;
const closing: (() => Promise<void> | void)[] = [];
const log: string[] = [];
const store = () => storeOf(join(folder, "inbox"));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "digests-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  log.length = 0;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

/** Protected figures as a refresh leaves them: of a ward and of the city, so many of 1,000. */
async function protectedFigures(ward: number, city: number, year = 2024): Promise<void> {
  const { publishable, folder: of } = store();
  rmSync(publishable, { force: true });
  mkdirSync(of, { recursive: true });
  const db = await Database.open(publishable);
  for (const table of ["observation", "area", "indicator"] as const) await db.run(createTable(table));
  await db.run(
    `INSERT INTO area BY NAME FROM (VALUES ('N', 'North', 'ward'), ('C', 'City', 'city')) AS t(code, name, level)`,
  );
  await db.run(
    `INSERT INTO indicator BY NAME SELECT '${gld}' AS id, 'Good level' AS name, 'percent' AS unit`,
  );
  for (const [level, area, x] of [
    ["ward", "N", ward],
    ["city", "C", city],
  ] as const)
    await db.run(
      `INSERT INTO observation BY NAME
       SELECT '${gld}' AS indicator, 'eyfsp-return' AS source, '${level}' AS level, '${area}' AS area, '${year}/${year - 1999}' AS period,
         DATE '${year}-09-01' AS period_start, 'all' AS breakdown, 'all' AS category, ${x} AS numerator, 1000 AS denominator,
         ${x / 10} AS value, 'value' AS status`,
    );
  await db.run("CHECKPOINT");
  db.close();
}

let turn = 0;
async function tell(
  recipients: unknown[],
  given: Record<string, unknown> = {},
  environment = {},
): Promise<void> {
  turn += 1;
  const at = new Date(Date.UTC(2026, 10, 1, 8, turn)).toISOString();
  const digests = digestsSchema.parse({ recipients, steward: "data@example.org", ...given });
  await tellPeople(
    store(),
    { refreshedAt: at, sample: false, lastChange: null },
    { digests, environment, log: (line) => log.push(line) },
  );
}

const out = () => join(folder, "out");
const files = () => (existsSync(out()) ? readdirSync(out()).filter((name) => name.endsWith(".txt")) : []);

describe("a digest", () => {
  const team = () => ({ id: "north-team", areas: ["N"], folder: out() });

  it("is for nobody unless they stand in the file", async () => {
    await protectedFigures(600, 650);
    await tell([]);
    await protectedFigures(700, 650, 2025);
    await tell([]);
    expect(existsSync(join(store().folder, "digests.json"))).toBe(false);
  });

  it("tells what was asked for, from and to, and never what it was counted from", async () => {
    await protectedFigures(601, 650);
    await tell([team()]);
    expect(files()).toEqual([]);
    await protectedFigures(723, 651, 2025);
    await tell([team()]);
    expect(files()).toHaveLength(1);
    const text = readFileSync(join(out(), files()[0]!), "utf8");
    expect(text).toContain(
      "North: from 60.1% (2024/25) to 72.3% (2025/26), up by more than chance; why: a new period.",
    );
    expect(text).not.toMatch(/City|723|1,?000|601/);
    expect(text).toContain("write to data@example.org, who takes “north-team” off the list");
    const html = readFileSync(join(out(), files()[0]!.replace(".txt", ".html")), "utf8");
    expect(html).toContain("from 60.1% (2024/25)".replace("from ", ""));
    expect(html).not.toMatch(/src=|<script|<link/);
  });

  soak("is not sent twice, nor of what no more than chance or late records moved", async () => {
    await protectedFigures(600, 650);
    await tell([team()]);
    await protectedFigures(610, 650, 2025);
    await tell([team()]);
    await protectedFigures(613, 650, 2025);
    await tell([team()]);
    expect(files()).toEqual([]);
    await protectedFigures(640, 650, 2025);
    await tell([team()]);
    await tell([team()]);
    expect(files()).toHaveLength(1);
  });

  soak("is sent when small corrections have added up to what is worth telling", async () => {
    await protectedFigures(600, 650);
    await tell([team()]);
    await protectedFigures(606, 650);
    await tell([team()]);
    expect(files()).toEqual([]);
    await protectedFigures(612, 650);
    await tell([team()]);
    expect(readFileSync(join(out(), files()[0]!), "utf8")).toContain(
      "from 60.0% (2024/25) to 61.2% (2024/25), up;",
    );
  });

  it("that was on its way when the process died is not sent again, and that is said", async () => {
    await protectedFigures(600, 650);
    await tell([team()]);
    await protectedFigures(720, 650, 2025);
    const refusing = { ...team(), folder: undefined, webhook: "https://elsewhere.example/" };
    await tell([refusing]);
    const ledger = readLedger(store())!;
    expect(ledger.waiting.map(({ tries, begun }) => [tries, begun])).toEqual([[1, false]]);
    keepLedger(store(), { ...ledger, waiting: ledger.waiting.map((one) => ({ ...one, begun: true })) });
    await tell([team()]);
    expect(files()).toEqual([]);
    expect(readLedger(store())!.told.map(({ outcome }) => outcome)).toEqual(["not known"]);
    expect(log.at(-1)).toMatch(/was on its way when the process ended. It is not sent again/);
  });

  soak("that was not taken is tried again, then given up", async () => {
    await protectedFigures(600, 650);
    await tell([team()]);
    await protectedFigures(720, 650, 2025);
    const refusing = { ...team(), folder: undefined, webhook: "https://elsewhere.example/" };
    for (let i = 0; i < 5; i++) await tell([refusing]);
    expect(readLedger(store())!.told.map(({ outcome }) => outcome)).toEqual(["given up"]);
    expect(log.filter((line) => /not among webhookHosts/.test(line))).toHaveLength(5);
    // Whoever has gone from the list is told nothing.
    expect(readLedger(store())!.waiting).toEqual([]);
  });
});

describe("by mail", () => {
  it("goes to the server with a line to stop it; no password is told where it is refused", async () => {
    const got: { to: string[]; text: string; user: unknown }[] = [];
    const server = new SMTPServer({
      allowInsecureAuth: true,
      hideSTARTTLS: true,
      onAuth: ({ username, password }, _session, done) =>
        password === "right" ? done(null, { user: username }) : done(new Error(`no ${password}`)),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          got.push({ to, text: Buffer.concat(chunks).toString(), user: session.user });
          done();
        });
      },
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    closing.push(() => new Promise((done) => server.close(done)));
    const { port } = server.server.address() as AddressInfo;
    const smtp = { host: "127.0.0.1", port, security: "none", from: "early.years@example.org" };
    const people = [{ id: "city-team", mail: "manager@example.org" }];
    await protectedFigures(600, 650);
    await tell(people, { smtp });
    await protectedFigures(720, 651, 2025);
    const secret = { EARLY_YEARS_SMTP_USER: "someone", EARLY_YEARS_SMTP_PASSWORD: "wrong-password" };
    await tell(people, { smtp }, secret);
    expect(got).toEqual([]);
    expect(log.join("\n")).toMatch(/city-team: not sent: the mail server did not take it \(EAUTH 535\)/);
    expect(log.join("\n")).not.toMatch(/wrong-password|someone|manager@/);
    await tell(people, { smtp }, { ...secret, EARLY_YEARS_SMTP_PASSWORD: "right" });
    await tell(people, { smtp }, { ...secret, EARLY_YEARS_SMTP_PASSWORD: "right" });
    expect(got).toHaveLength(1);
    expect(got[0]).toMatchObject({ to: ["manager@example.org"], user: "someone" });
    expect(got[0]!.text).toMatch(/^List-Unsubscribe: <mailto:data@example.org/m);
    expect(got[0]!.text).toMatch(/^Subject: Early years in Birmingham: 1 figure moved/m);
  });
});

describe("by a webhook", () => {
  let server: Server;
  const got: { key: unknown; body: { subject: string } }[] = [];
  let answer = 200;
  beforeEach(async () => {
    got.length = 0;
    answer = 200;
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        got.push({ key: request.headers["idempotency-key"], body: JSON.parse(body) });
        response.writeHead(answer, answer === 302 ? { location: "http://127.0.0.1:1/" } : {}).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    closing.push(() => new Promise((done) => server.close(() => done())));
    await protectedFigures(600, 650);
  });
  const hook = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`;
  const moved = async (given: Record<string, unknown>) => {
    const people = [{ id: "hook", webhookFrom: "EARLY_YEARS_HOOK" }];
    const environment = { EARLY_YEARS_HOOK: hook() };
    await tell(people, given, environment);
    await protectedFigures(720, 650, 2025);
    await tell(people, given, environment);
  };

  it("is posted once, to a host that is allowed", async () => {
    await moved({ webhookHosts: ["127.0.0.1"], allowPrivateAddresses: true });
    expect(got).toHaveLength(1);
    expect(got[0]!.body.subject).toBe("Early years in Birmingham: 1 figure moved");
    expect(got[0]!.key).toBe(readLedger(store())!.told[0]!.id);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "no other host",
      { webhookHosts: ["example.org"], allowPrivateAddresses: true },
      /not among webhookHosts/,
    ],
    ["nothing in the clear", { webhookHosts: ["127.0.0.1"] }, /not https/],
  ])("is posted to %s", async (_, given, why) => {
    await moved(given);
    expect(got).toEqual([]);
    expect(log.join("\n")).toMatch(why);
    expect(log.join("\n")).not.toContain("secret-path");
  });

  it("follows nobody elsewhere", async () => {
    answer = 302;
    await moved({ webhookHosts: ["127.0.0.1"], allowPrivateAddresses: true });
    expect(got).toHaveLength(1);
    expect(log.join("\n")).toMatch(/answered with 302/);
  });
});

it("knows addresses inside a network, however they are written", () => {
  const inside = [
    "127.0.0.1",
    "10.1.2.3",
    "169.254.169.254",
    "172.31.0.1",
    "192.168.1.1",
    "::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "fe80::1",
  ];
  expect(inside.filter((address) => !isPrivate(address))).toEqual([]);
  expect(["8.8.8.8", "172.32.0.1", "2a00:1450::1"].filter(isPrivate)).toEqual([]);
});

describe("data/digests.yaml", () => {
  it.each<[string, unknown, RegExp]>([
    ["nobody to write to", { recipients: [{ id: "a", folder: "x" }] }, /no steward/],
    [
      "mail without a server",
      { steward: "a@example.org", recipients: [{ id: "a", mail: "b@example.org" }] },
      /no smtp/,
    ],
    ["no way", { steward: "a@example.org", recipients: [{ id: "a" }] }, /no way to reach it/],
    [
      "two ways",
      { steward: "a@example.org", recipients: [{ id: "a", folder: "x", webhook: "https://b.org" }] },
      /several ways/,
    ],
  ])("is refused with %s", (_, given, why) => {
    expect(JSON.stringify(digestsSchema.safeParse(given).error?.issues)).toMatch(why);
  });
});
