import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { csvFormatRow } from "d3";
import pg from "pg";
import Cursor from "pg-cursor";
import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import { storageError } from "../store/storage.js";
import type { ConnectedSource, Look, Surroundings } from "./adapter.js";
import { LandingFile } from "./landing-file.js";
import { readSecret } from "./secrets.js";

type Postgresql = Extract<Connected, { type: "postgresql" }>;

const rowsAtOnce = 2_000;
const booleanType = 16;

/** One query of a PostgreSQL database, as a CSV file. The transaction can read alone, whatever the query and the user's rights. */
export const postgresql: Look<Postgresql> = async (source, surroundings) => {
  const { location } = source;
  const changed = location.changed;
  const version =
    changed === undefined
      ? null
      : await withDatabase(location, surroundings, async (client) => {
          const { rows } = await client.query<string[]>({ text: changed, rowMode: "array", types: asText });
          return hashOf(JSON.stringify([location.query, rows]));
        });
  return [
    {
      key: `${location.host} ${location.database}`,
      name: `${source.id}-${surroundings.day}.csv`,
      version,
      async fetch(to) {
        await withDatabase(location, surroundings, (client) => copyRows(client, source, to, surroundings));
        return { version };
      },
    },
  ];
};

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
    throw told(place, error);
  } finally {
    signal.removeEventListener("abort", stop);
    await Promise.race([client.end().catch(() => {}), sleep(1000)]);
    stop();
  }
}

async function copyRows(
  client: pg.Client,
  { location }: ConnectedSource<Postgresql>,
  to: string,
  { patience }: Surroundings,
): Promise<void> {
  const cursor = client.query(
    new Cursor<(string | null)[]>(location.query, [], { rowMode: "array", types: asText }),
  );
  await LandingFile.write(to, patience, async (file) => {
    let hasHeader = false;
    for (;;) {
      const { rows, fields } = await read(cursor);
      if (!hasHeader && !fields.length)
        throw new TellableError(
          "The query under location.query gives no columns. Write one that begins with SELECT or WITH.",
        );
      if (!hasHeader) await file.add(`${csvFormatRow(fields)}\n`);
      if (!hasHeader && !rows.length)
        throw new TellableError(
          "The query under location.query gives no rows. Correct it, or ask what became of them.",
        );
      hasHeader = true;
      if (!rows.length) break;
      await file.add(rows.map((row) => `${csvFormatRow(row.map((cell) => cell ?? ""))}\n`).join(""));
    }
  });
}

function read(cursor: Cursor<(string | null)[]>): Promise<{ rows: (string | null)[][]; fields: string[] }> {
  return new Promise((done, fail) => {
    cursor.read(rowsAtOnce, (error, rows, result) =>
      error ? fail(error) : done({ rows, fields: (result?.fields ?? []).map(({ name }) => name) }),
    );
  });
}

/** What a failure means, by the database's own code for it. Its text is not repeated: a value of a row may be in it. */
function told(place: string, error: unknown): unknown {
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
