import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database, identifier, literal } from "../../loaders/store/database.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "database-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("values come as plain JavaScript: numbers as numbers, dates as ISO texts", async () => {
  const db = await Database.open(":memory:");
  const row = await db.row(
    "SELECT 1::BIGINT AS big, 2.5::DECIMAL(5,2) AS decimal, DATE '2026-10-31' AS day, '7' AS text, NULL AS nothing, TRUE AS yes",
  );
  expect(row).toEqual({ big: 1, decimal: 2.5, day: "2026-10-31", text: "7", nothing: null, yes: true });
  db.close();
});

test("quotes in texts and names stay inside them", async () => {
  const db = await Database.open(":memory:");
  expect(await db.row(`SELECT ${literal("O'Neil")} AS ${identifier('a "b"')}`)).toEqual({
    'a "b"': "O'Neil",
  });
  db.close();
});

test.skipIf(process.platform === "win32")("a new database can be read by its owner only", async () => {
  const file = join(folder, "identity.duckdb");
  (await Database.open(file)).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("SQL in an isolated database reaches no other database and no file", async () => {
  const secret = join(folder, "analysis.duckdb");
  const inside = await Database.open(secret);
  await inside.run("CREATE TABLE person AS SELECT 1 AS person_id");
  inside.close();
  const csv = join(folder, "secret.csv");
  writeFileSync(csv, "a\n1\n");
  const file = join(folder, "public.duckdb");
  (await Database.open(file)).close();
  const db = await Database.open(file, { readOnly: true, isolated: true });
  await expect(db.run(`ATTACH ${literal(secret)} AS analysis (READ_ONLY)`)).rejects.toThrow(
    /Permission Error|disabled/,
  );
  await expect(db.rows(`SELECT * FROM read_csv(${literal(csv)})`)).rejects.toThrow(
    /Permission Error|disabled/,
  );
  await expect(db.run("SET enable_external_access = true")).rejects.toThrow();
  db.close();
});

test("a table or view is there from when it is made until it is dropped, also in a transaction", async () => {
  const db = await Database.open(":memory:");
  await db.run('CREATE VIEW "a ""b""" AS SELECT 1 AS n');
  expect(await db.has('a "b"')).toBe(true);
  await db.transaction(async () => {
    expect(await db.has("made")).toBe(false);
    await db.run("CREATE TABLE made (n INTEGER)");
    expect(await db.has("made")).toBe(true);
  });
  await db.run("DROP TABLE made");
  expect(await db.has("made")).toBe(false);
  db.close();
});

test("rows are added in one statement, with nothing where there is nothing", async () => {
  const db = await Database.open(":memory:");
  await db.run('CREATE TABLE "a b" (name VARCHAR, share DOUBLE, told BOOLEAN)');
  const rows = [
    ["O'Neil", 1, true],
    ["Lee", 0.5, null],
  ];
  await db.insert("a b", rows);
  await db.insert("a b", []);
  expect((await db.rows('FROM "a b"')).map((row) => Object.values(row))).toEqual(rows);
  db.close();
});

test("texts come as they are, short and long, however often and in whatever chunk they lie", async () => {
  const db = await Database.open(":memory:");
  // 12 bytes lie in the row itself, more elsewhere; a chunk has 2,048 rows.
  const texts = [
    "",
    "a",
    "twelve bytes",
    "thirteen byte",
    "Ünïcödé",
    "a text of which there are many",
    "1\u00002",
  ];
  await db.run("CREATE TABLE given (n INTEGER, text VARCHAR)");
  const given = Array.from({ length: 9000 }, (_, n): [number, string | null] => [
    n,
    n % 11 === 0 ? null : n % 5 === 0 ? `${texts[n % texts.length]!} ${n}` : texts[(n * 7) % texts.length]!,
  ]);
  const appender = await db.connection.createAppender("given");
  for (const [n, text] of given) {
    appender.appendInteger(n);
    if (text === null) appender.appendNull();
    else appender.appendVarchar(text);
    appender.endRow();
  }
  appender.closeSync();
  const rows = await db.rows<{ n: number; text: string | null }>("FROM given ORDER BY n");
  expect(rows.map(({ n, text }) => [n, text])).toEqual(given);
  db.close();
});

test("work by one thread leaves the others to what comes after it, also where the database refused it in a transaction", async () => {
  const db = await Database.open(":memory:");
  const threads = async () => (await db.row<{ n: bigint }>("SELECT current_setting('threads') AS n")).n;
  await db.run("SET threads = 2");
  const before = await threads();
  expect(await db.byOneThread(threads)).not.toBe(before);
  const failing = () => db.byOneThread(() => db.run("SELECT error('refused')"));
  await expect(db.transaction(failing)).rejects.toThrow("refused");
  expect(await threads()).toBe(before);
  db.close();
});
