import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exportStore } from "../../workspace/export/export.js";
import { canaries, smallStore, visits } from "./small-store.js";

const root = "/usr/lib/postgresql";
const version = existsSync(root)
  ? readdirSync(root)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1)
  : undefined;
const bin = (name: string) => join(root, version!, "bin", name);
const isRoot = process.getuid?.() === 0;
const canRun = version !== undefined;
if (!canRun) console.log("Skipped: there is no PostgreSQL server in /usr/lib/postgresql.");

let folder: string;
let address: string;
let server: ReturnType<typeof spawn>;
let small: Awaited<ReturnType<typeof smallStore>>;

// The server refuses to run as root.
const owner = (): { uid?: number; gid?: number } => {
  if (!isRoot) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
};

beforeAll(async () => {
  if (!canRun) return;
  small = await smallStore();
  folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const who = owner();
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid!);
  const data = join(folder, "data");
  const options = { ...who, cwd: folder, stdio: "ignore" as const };
  execFileSync(
    bin("initdb"),
    ["-D", data, "-U", "tester", "--auth=trust", "--no-sync", "-E", "UTF8"],
    options,
  );
  const port = await new Promise<number>((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
  server = spawn(
    bin("postgres"),
    ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-F"],
    options,
  );
  address = `postgresql://tester@127.0.0.1:${port}/postgres`;
  for (let i = 0; ; i++)
    try {
      await ask("SELECT 1");
      break;
    } catch (error) {
      if (i > 300) throw error;
      await sleep(100);
    }
});
afterAll(async () => {
  if (!canRun) return;
  const ended = new Promise((done) => server.once("close", done));
  server.kill("SIGINT");
  await ended;
  rmSync(folder, { recursive: true });
  small.remove();
});

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
const write = () => exportStore(small.store, address, { sources: [visits] });

test.runIf(canRun)("tables come with types, keys, comments and grants, and without identifiers", async () => {
  await ask("CREATE ROLE early_years_reader; CREATE ROLE early_years_analyst;");
  const { tables } = await write();
  expect(
    await ask("SELECT score::float8, period FROM early_years_pseudonymous.visits ORDER BY score"),
  ).toEqual([
    { score: 7, period: "2026" },
    { score: 12.5, period: "2025" },
    { score: null, period: "2026" },
  ]);
  const [comment] = await ask(
    "SELECT col_description('early_years_pseudonymous.visits'::regclass, (SELECT attnum FROM pg_attribute WHERE attrelid = 'early_years_pseudonymous.visits'::regclass AND attname = 'seen_on')) AS text",
  );
  expect(comment!.text).toBe("The day of the visit.");
  const may = async (role: string, table: string) =>
    (await ask(`SELECT has_table_privilege('${role}', '${table}', 'SELECT') AS may`))[0]!.may;
  expect(await may("early_years_reader", "early_years_protected.observation")).toBe(true);
  expect(await may("early_years_reader", "early_years_pseudonymous.visits")).toBe(false);
  expect(await may("early_years_analyst", "early_years_pseudonymous.visits")).toBe(true);
  for (const { shelf, name } of tables) {
    const text = JSON.stringify(await ask(`SELECT * FROM early_years_${shelf}.${name}`));
    for (const canary of canaries) expect(text).not.toContain(canary);
  }
});

test.runIf(canRun)(
  "a view of somebody else outlives the next export, and keeps a table from being dropped",
  async () => {
    await ask("CREATE VIEW mine AS SELECT person_id FROM early_years_pseudonymous.visits");
    await write();
    expect(await ask("SELECT count(*)::int AS n FROM mine")).toEqual([{ n: 3 }]);
    const fewer = { ...visits, columns: visits.columns.filter(({ name }) => name !== "score") };
    await expect(exportStore(small.store, address, { sources: [fewer] })).rejects.toThrow(
      /^PostgreSQL: something that others made, such as a view, needs a table/,
    );
    expect(await ask("SELECT count(score)::int AS n FROM early_years_pseudonymous.visits")).toEqual([
      { n: 2 },
    ]);
  },
);
