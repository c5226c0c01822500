import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { csvFormatRow } from "d3";
import pg from "pg";
import Cursor from "pg-cursor";
import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import { storageError } from "../store/storage.js";
import type { Known, Look, Surroundings } from "./adapter.js";
import { columnsQuery, type Growth, GrowthWatch, growingQuery, growthOf } from "./growing-rows.js";
import { LandingFile } from "./landing-file.js";
import { readSecret } from "./secrets.js";

type Postgresql = Extract<Connected, { type: "postgresql" }>;

const rowsAtOnce = 2_000;
const booleanType = 16;

/** One query of a PostgreSQL database, as a CSV file. The transaction can read alone, whatever the query and the user's rights. */
export const postgresql: Look<Postgresql> = async (source, surroundings) => {
  const { location } = source;
  const { changed, grows } = location;
  const key = `${location.host} ${location.database}`;
  const answer =
    changed === undefined
      ? null
      : await withDatabase(location, surroundings, async (client) => {
          const { rows } = await client.query<string[]>({ text: changed, rowMode: "array", types: asText });
          return hashOf(JSON.stringify([location.query, rows]));
        });
  const name = `${source.id}-${surroundings.day}.csv`;
  if (grows) {
    const known = surroundings.known.get(key);
    const growth = growthOf(known, { ...location, grows }, surroundings.day);
    return [
      {
        key,
        name,
        version: answer !== null && growth?.changed === answer ? known!.version : null,
        fetch: (to, before) =>
          withDatabase(location, surroundings, (client) =>
            fetchGrowing(client, { ...location, grows }, { to, before, answer }, surroundings),
          ),
      },
    ];
  }
  return [
    {
      key,
      name,
      version: answer,
      async fetch(to) {
        await withDatabase(location, surroundings, (client) =>
          copyRows(client, { text: location.query }, to, surroundings),
        );
        return { version: answer };
      },
    },
  ];
};

/** Puts the rows that are new after those that are here, or reads all of them. Undefined if there are none. */
async function fetchGrowing(
  client: pg.Client,
  location: Postgresql & { grows: NonNullable<Postgresql["grows"]> },
  { to, before, answer }: { to: string; before: Known | undefined; answer: string | null },
  surroundings: Surroundings,
): Promise<{ version: string } | undefined> {
  const { query, grows } = location;
  const { day, kept } = surroundings;
  const { fields } = await client.query({ text: columnsQuery(query) });
  const columns = fields.map(({ name }) => name);
  const known = growthOf(before, location, day);
  const growth = known && isDeepStrictEqual(known.columns, columns) ? known : undefined;
  const file = growth && kept(before!);
  const from = file === undefined ? undefined : growth;
  const watch = new GrowthWatch(grows.by, from?.highest);
  const isThere = await copyRows(client, growingQuery(location, from?.highest), to, surroundings, {
    watch,
    ...(file !== undefined && { after: file }),
  });
  if (!isThere) return undefined;
  const now: Growth = {
    query,
    by: grows.by,
    columns,
    changed: answer,
    highest: watch.highest!,
    whole: from?.whole ?? day,
  };
  return { version: JSON.stringify(now) };
}

/** Values as the database writes them: a number keeps its digits, and a day stays a day. */
const asText = {
  getTypeParser: (type: number) => (type === booleanType ? booleanText : (text: string) => text),
};
const booleanText = (text: string): string => (text === "t" ? "true" : "false");

async function withDatabase<T>(
  location: Postgresql,
  { signal, patience }: Surroundings,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { host, port, user, database, password, encryption, certificateAuthority } = location;
  const place = `${host}:${port}`;
  const client = new pg.Client({
    host,
    port,
    user,
    database,
    password: password ? readSecret(password) : "",
    ssl: encryption === "on" && {
      rejectUnauthorized: true,
      ...(isIP(host) ? {} : { servername: host }),
      ...(certificateAuthority && { ca: readFileSync(certificateAuthority, "utf8") }),
    },
    connectionTimeoutMillis: patience.stallSeconds * 1000,
    statement_timeout: patience.seconds * 1000,
    query_timeout: patience.seconds * 1000,
    application_name: "early-years-workspace",
    options: "-c default_transaction_read_only=on -c datestyle=ISO -c timezone=UTC -c intervalstyle=iso_8601",
  } as pg.ClientConfig);
  // A connection that breaks while nothing is asked of it would end the process.
  client.on("error", () => {});
  // Ending it is the one thing that stops a query whose answer stalls.
  const stop = (): void => {
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  };
  signal.addEventListener("abort", stop);
  try {
    await client.connect();
    await client.query("BEGIN TRANSACTION READ ONLY");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw explain(place, error);
  } finally {
    signal.removeEventListener("abort", stop);
    await Promise.race([client.end().catch(() => {}), sleep(1000)]);
    stop();
  }
}

/**
 * Writes the rows of a query, with a header, or after those of the file `after` without one. False, with nothing written, if
 * there is none to put after those.
 */
async function copyRows(
  client: pg.Client,
  { text, values = [] }: { text: string; values?: string[] },
  to: string,
  { patience }: Surroundings,
  { after, watch }: { after?: string; watch?: GrowthWatch } = {},
): Promise<boolean> {
  const cursor = client.query(
    new Cursor<(string | null)[]>(text, values, { rowMode: "array", types: asText }),
  );
  let { rows, fields } = await read(cursor);
  if (!fields.length)
    throw new TellableError(
      "The query under location.query gives no columns. Write one that begins with SELECT or WITH.",
    );
  if (!rows.length && after !== undefined) return false;
  if (!rows.length)
    throw new TellableError(
      "The query under location.query gives no rows. Correct it, or ask what became of them.",
    );
  await LandingFile.write(to, patience, async (file) => {
    if (after === undefined) await file.add(`${csvFormatRow(fields)}\n`);
    else await file.addFile(after);
    while (rows.length) {
      watch?.see(fields, rows);
      await file.add(rows.map((row) => `${csvFormatRow(row.map((cell) => cell ?? ""))}\n`).join(""));
      ({ rows } = await read(cursor));
    }
  });
  return true;
}

function read(cursor: Cursor<(string | null)[]>): Promise<{ rows: (string | null)[][]; fields: string[] }> {
  return new Promise((done, fail) => {
    cursor.read(rowsAtOnce, (error, rows, result) =>
      error ? fail(error) : done({ rows, fields: (result?.fields ?? []).map(({ name }) => name) }),
    );
  });
}

/** What a failure means, by the database's own code for it. Its text is not repeated: a value of a row may be in it. */
function explain(place: string, error: unknown): unknown {
  if (error instanceof TellableError) return error;
  const refused = storageError(error);
  if (refused) return refused;
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const meaning = meanings[code] ?? meanings[code.slice(0, 2)];
  if (meaning) return new TellableError(`${place}: ${meaning}`);
  if (/CERT|SIGNATURE|ISSUER|^ERR_TLS|^ERR_SSL|SELF_SIGNED/.test(code))
    return new TellableError(
      `${place} shows a certificate that is not trusted (${code}). If it is one of the council’s own, name its authority under location.certificateAuthority.`,
    );
  if (/does not support SSL/.test(message))
    return new TellableError(
      `${place} does not encrypt. Ask for it; only of a server on this machine write encryption: off.`,
    );
  if (/timeout/i.test(message)) return new TellableError(`${place} did not answer in time.`);
  if (/password must be a string|SASL/.test(message))
    return new TellableError(`${place} asks for a password. Write where it is under location.password.`);
  if (/^[0-9A-Z]{5}$/.test(code)) return new TellableError(`${place} refused the query (code ${code}).`);
  return new TellableError(
    `The connection to ${place} broke off${/^E[A-Z]+$/.test(code) ? ` (${code})` : ""}.`,
  );
}

const meanings: Record<string, string> = {
  "28": "does not let the user in. Correct the user or the password.",
  "3D": "has no such database. Correct location.database.",
  "25006": "the query would write, which it must not. Write one that reads.",
  "42501": "the user may not read what the query asks for. Ask for the right to, and for no other.",
  "42P01": "has no such table. It is gone, or was renamed.",
  "42703": "has no such column. It is gone, or was renamed.",
  "42": "the query is not right. Try it with the database’s own program.",
  "57014": "the query took too long. Make it quicker, or raise location.patience.seconds.",
  "53": "has no room or memory left for the query.",
  ENOTFOUND: "there is no host of that name.",
  ECONNREFUSED: "does not take connections.",
};

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
