import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connected, FetchDesk } from "./bench.js";
import { type PostgresqlServer, password, programs, startPostgresql } from "./postgresql-server.js";

if (!programs) console.warn("There is no PostgreSQL (Debian's postgresql): its tests are skipped.");

describe.skipIf(!programs)("a PostgreSQL server", () => {
  let server: PostgresqlServer;
  let desk: FetchDesk;
  beforeAll(async () => {
    server = await startPostgresql();
    await server.run(`
      CREATE TABLE visit (id int PRIMARY KEY, "when" date, "at" timestamptz, done boolean, note text, share numeric(12, 8));
      INSERT INTO visit SELECT n, date '2026-01-01' + n % 300, timestamptz '2026-07-01 12:00+01', n % 2 = 0,
        CASE WHEN n % 3 = 0 THEN NULL ELSE 'a "b", c' END, n / 7.0 FROM generate_series(1, 5001) n;
      CREATE SEQUENCE counter;
      CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS $$ INSERT INTO visit (id) VALUES (0) RETURNING id $$;
      CREATE ROLE reader LOGIN PASSWORD '${password}';
      CREATE TABLE hidden (a int);
      GRANT SELECT, INSERT, UPDATE, DELETE ON visit TO reader;
      GRANT CREATE ON SCHEMA public TO reader;`);
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    desk = new FetchDesk();
    process.env.VISITS_PASSWORD = password;
  });
  afterEach(() => desk.close());

  const at = (
    query: string,
    more = "",
    rest = "user: reader, database: postgres, encryption: off, host: 127.0.0.1",
  ) =>
    connected(
      `{ type: postgresql, port: ${server.port}, ${rest}, password: { environment: VISITS_PASSWORD }, query: "${query}"${more} }`,
    );
  const rows = 'SELECT id, \\"when\\", \\"at\\", done, note, share FROM visit ORDER BY id';

  test("a query is written as the database writes its values, and the same rows are no new extract", async () => {
    const { texts, names } = await desk.fetch(at(rows));
    const lines = texts[0]!.trimEnd().split("\n");
    expect([names[0], lines.length, ...lines.slice(0, 4)]).toEqual([
      "visits-2026-11-30.csv",
      5002,
      "id,when,at,done,note,share",
      '1,2026-01-02,2026-07-01 11:00:00+00,false,"a ""b"", c",0.14285714',
      '2,2026-01-03,2026-07-01 11:00:00+00,true,"a ""b"", c",0.28571429',
      "3,2026-01-04,2026-07-01 11:00:00+00,false,,0.42857143",
    ]);
    desk.day = "2026-12-01";
    expect((await desk.fetch(at(rows))).names).toEqual(["visits-2026-11-30.csv"]);
  });

  test("where a quick query says that nothing has changed, nothing is fetched", async () => {
    const source = at(rows, ", changed: SELECT count(*) FROM visit");
    await desk.fetch(source);
    await server.run("UPDATE visit SET note = 'unnoticed' WHERE id = 1");
    desk.day = "2026-12-01";
    expect((await desk.fetch(source)).names).toEqual(["visits-2026-11-30.csv"]);
    await server.run("DELETE FROM visit WHERE id = 5001");
    expect((await desk.fetch(source)).names).toEqual(["visits-2026-12-01.csv"]);
  });

  describe("of rows that grow", () => {
    const asked = "SELECT * FROM step";
    const growing = (by = "id", query = asked, more = ""): ReturnType<typeof at> =>
      at(query, `, grows: { by: ${by}, wholeEveryDays: 3 }${more}`);
    const whole = async (): Promise<string> => {
      const other = new FetchDesk();
      try {
        return (await other.fetch(at(`${asked} ORDER BY id`))).texts[0]!;
      } finally {
        other.close();
        process.env.EARLY_YEARS_STORE = desk.store.folder;
      }
    };
    const text = async (source = growing()): Promise<string | undefined> => {
      const { texts, failure } = await desk.fetch(source);
      expect(failure).toBeUndefined();
      return texts.at(-1);
    };
    beforeEach(() =>
      server.run(`
        DROP TABLE IF EXISTS step CASCADE;
        CREATE TABLE step (id bigint, "at" timestamptz, note text);
        INSERT INTO step SELECT n * 7, timestamptz '2026-07-01 12:00:00.000001+01' + n * interval '1 hour', 'a "b", ' || n
          FROM generate_series(1, 4500) n;
        GRANT SELECT ON step TO reader;`),
    );

    test.each(["id", "at"])(
      "by %s, those that are new are read alone, and come to what all would",
      async (by) => {
        await text(growing(by));
        for (const [day, from, to] of [
          ["2026-11-30", 4501, 4501],
          ["2026-12-01", 4502, 7000],
          ["2026-12-02", 7001, 7005],
        ] as const) {
          desk.day = day;
          await server.run(
            `INSERT INTO step SELECT n * 7, timestamptz '2026-07-01 12:00:00.000001+01' + n * interval '1 hour', 'c' || n
            FROM generate_series(${from}, ${to}) n`,
          );
          expect(await text(growing(by))).toBe(await whole());
        }
        const { length } = (await desk.fetch(growing(by))).names;
        expect((await desk.fetch(growing(by))).names).toHaveLength(length);
      },
    );

    test("what was corrected or removed is so once all are read again", async () => {
      const before = (await text())!;
      await server.run("UPDATE step SET note = 'corrected' WHERE id = 7; DELETE FROM step WHERE id = 14");
      await server.run("INSERT INTO step VALUES (90000, now(), 'new')");
      const after = (await text())!;
      expect(after.startsWith(before)).toBe(true);
      expect(after).toMatch(/new\n$/);
      desk.day = "2026-12-03";
      const again = await text();
      expect(again).toContain("corrected");
      expect(again).toBe(await whole());
    });

    test("all are read again where the query or its columns are others, or what was fetched is gone", async () => {
      await text();
      await server.run("UPDATE step SET note = 'first' WHERE id = 7");
      expect(await text(growing("id", "SELECT * FROM step -- in other words"))).toContain("first");
      await server.run("ALTER TABLE step ADD COLUMN more int; UPDATE step SET note = 'second' WHERE id = 7");
      expect(await text(growing("id", "SELECT * FROM step -- in other words"))).toContain("second");
      await server.run("UPDATE step SET note = 'third' WHERE id = 7");
      rmSync(desk.store.snapshots, { recursive: true });
      expect(await text(growing("id", "SELECT * FROM step -- in other words"))).toContain("third");
    });

    test("a quick query spares even the look for new ones", async () => {
      const source = growing("id", asked, ", changed: SELECT max(id) / 1000000 FROM step");
      const before = await text(source);
      await server.run("INSERT INTO step VALUES (90000, now(), 'unnoticed')");
      expect(await text(source)).toBe(before);
      await server.run("INSERT INTO step VALUES (2000000, now(), 'noticed')");
      expect(await text(source)).toBe(await whole());
    });

    test("a column that is empty, has a value twice or is none is refused, and the last good extract stays", async () => {
      const before = await text();
      const failure = async (by?: string): Promise<unknown> => {
        const { texts, failure } = await desk.fetch(growing(by));
        expect(texts.at(-1)).toBe(before);
        return failure;
      };
      await server.run("INSERT INTO step VALUES (90000, now(), 'a'), (90000, now(), 'b')");
      expect(await failure()).toBe(
        "The column under location.grows.by has a value twice. Name one in which each row has a value of its own, or leave grows out.",
      );
      await server.run("UPDATE step SET at = NULL WHERE id = 90000");
      expect(await failure("at")).toBe(
        "The column under location.grows.by is empty in a row. Name one that is always filled, or leave grows out.",
      );
      expect(await failure("nobody")).toMatch("has no such column");
    });
  });

  const place = (): string => `127.0.0.1:${server.port}`;
  test.each([
    [
      "writes",
      "INSERT INTO visit (id) VALUES (-1) RETURNING id",
      "the query would write, which it must not. Write one that reads.",
    ],
    [
      "writes in a function",
      "SELECT writes()",
      "the query would write, which it must not. Write one that reads.",
    ],
    [
      "changes what others see",
      "SELECT nextval('counter')",
      "the user may not read what the query asks for. Ask for the right to, and for no other.",
    ],
    [
      "makes a table",
      "SELECT * INTO copied FROM visit",
      "the query would write, which it must not. Write one that reads.",
    ],
    [
      "lets itself write",
      "SELECT set_config('transaction_read_only', 'off', false), writes()",
      "refused the query (code 25001).",
    ],
    ["reads a table that is gone", "SELECT * FROM visits", "has no such table. It is gone, or was renamed."],
    [
      "reads a column that is gone",
      "SELECT nobody FROM visit",
      "has no such column. It is gone, or was renamed.",
    ],
    [
      "may not read",
      "SELECT * FROM hidden",
      "the user may not read what the query asks for. Ask for the right to, and for no other.",
    ],
    [
      "is two",
      "SELECT 1; DELETE FROM visit",
      "the query is not right. Try it with the database’s own program.",
    ],
    [
      "fails with a value in its words",
      "SELECT note::int FROM visit WHERE note IS NOT NULL",
      "refused the query (code 22P02).",
    ],
  ])("a query that %s is refused, and the last good extract stays", async (_, query, why) => {
    await desk.fetch(at("SELECT 1 AS a"));
    const { failure, texts } = await desk.fetch(at(query));
    expect([failure, texts]).toEqual([expect.stringMatching(/^127/), ["a\n1\n"]]);
    expect(failure!.replace(/^[^ ]+:? /, "")).toBe(why);
  });

  test("nothing was written", async () => {
    await expect(
      server.run("DO $$ BEGIN ASSERT (SELECT min(id) FROM visit) > 0; END $$"),
    ).resolves.toBeUndefined();
    await expect(server.run("SELECT * FROM copied")).rejects.toThrow("does not exist");
  });

  test("no rows, no columns, a wrong password and a wrong database are told, and the password never is", async () => {
    const failure = async (...given: Parameters<typeof at>): Promise<string | undefined> =>
      (await desk.fetch(at(...given))).failure;
    expect(await failure("SELECT 1 AS a WHERE false")).toBe(
      "The query under location.query gives no rows. Correct it, or ask what became of them.",
    );
    expect(await failure("COMMIT")).toBe(
      "The query under location.query gives no columns. Write one that begins with SELECT or WITH.",
    );
    expect(
      await failure("SELECT 1", "", "user: reader, database: none, encryption: off, host: 127.0.0.1"),
    ).toBe(`${place()}: has no such database. Correct location.database.`);
    process.env.VISITS_PASSWORD = `${password}-wrong`;
    expect(await failure("SELECT 1")).toBe(
      `${place()}: does not let the user in. Correct the user or the password.`,
    );
    delete process.env.VISITS_PASSWORD;
    expect(await failure("SELECT 1")).toBe(
      "VISITS_PASSWORD is not set in the environment. It must hold the secret.",
    );
    const kept = readdirSync(desk.folder, { recursive: true, encoding: "utf8" }).map((name) =>
      join(desk.folder, name),
    );
    const said = [
      ...desk.log,
      ...kept.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, "latin1")),
    ];
    expect(said.filter((text) => text.includes(password))).toEqual([]);
  });

  test("a query that takes too long is ended there, and one that is larger than the source allows", async () => {
    expect((await desk.fetch(at("SELECT pg_sleep(60)", ", patience: { seconds: 0.5 }"))).failure).toMatch(
      /took (too long|longer than 0.5 s)/,
    );
    expect((await desk.fetch(at(rows, ", patience: { megabytes: 0.01 }"))).failure).toBe(
      "There is more than 10 KB. If that is right, raise location.patience.megabytes.",
    );
  });

  test("the way is encrypted, and the certificate is one that is vouched for", async () => {
    const tls = `user: reader, database: postgres, host: localhost`;
    const { failure } = await desk.fetch(at("SELECT 1 AS a", "", tls));
    expect(failure).toContain("shows a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).");
    const authority = join(desk.folder, "authority.pem");
    writeFileSync(authority, readFileSync(server.certificate));
    const trusted = await desk.fetch(
      at(
        "SELECT ssl AS a FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
        "",
        `${tls}, certificateAuthority: "${authority}"`,
      ),
    );
    expect(trusted).toMatchObject({ texts: ["a\ntrue\n"], failure: undefined });
  });

  test("a server that says nothing, or something else, does not hold up the rest", async () => {
    const answer = { text: "" };
    const other = createServer((socket) => {
      socket.on("error", () => {}).resume();
      if (answer.text) socket.end(answer.text);
    });
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const { port } = other.address() as { port: number };
    const source = connected(
      `{ type: postgresql, host: 127.0.0.1, port: ${port}, user: reader, database: postgres, encryption: off, query: SELECT 1, patience: { stallSeconds: 0.3, seconds: 2 } }`,
    );
    expect((await desk.fetch(source)).failure).toBe(`127.0.0.1:${port} did not answer in time.`);
    answer.text = "HTTP/1.1 400 Bad Request\r\n\r\n";
    expect((await desk.fetch(source)).failure).toMatch(/^The connection to 127.0.0.1:\d+ broke off/);
    await new Promise<void>((done) => other.close(() => done()));
    expect((await desk.fetch(source)).failure).toBe(`127.0.0.1:${port}: does not take connections.`);
  });
});
