import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Where Debian puts the programs of PostgreSQL; undefined if they are not there. */
export const programs = ((): string | undefined => {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort() : [];
  return versions
    .map((version) => join(root, version, "bin"))
    .findLast((bin) => existsSync(join(bin, "initdb")));
})();

/** A PostgreSQL server of its own, on this machine, in a folder that goes with it. */
export interface PostgresqlServer {
  port: number;
  /** A file with the certificate that it shows. */
  certificate: string;
  /** Does something as the owner of the data. */
  run(sql: string): Promise<void>;
  stop(): Promise<void>;
}

export const password = "canary-9f2c7e";

export async function startPostgresql(): Promise<PostgresqlServer> {
  const folder = mkdtempSync(join(tmpdir(), "postgresql-"));
  // The server does not run as root.
  const who = process.getuid?.() === 0 ? owner() : undefined;
  if (who) {
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, "data"));
    execFileSync("chown", ["-R", `${who.uid}:${who.gid}`, folder]);
  }
  const [data, passwordFile] = [join(folder, "data"), join(folder, "password")];
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const options = { ...who, cwd: folder, stdio: "ignore" as const };
  execFileSync(
    join(programs!, "initdb"),
    [
      "-D",
      data,
      "-U",
      "owner",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--no-sync",
      "-E",
      "UTF8",
      "--locale=C",
    ],
    options,
  );
  const certificate = join(folder, "server.crt");
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=localhost",
      "-addext",
      "subjectAltName=DNS:localhost",
      "-keyout",
      join(folder, "server.key"),
      "-out",
      certificate,
    ],
    options,
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: folder,
    fsync: "off",
    ssl: "on",
    ssl_cert_file: certificate,
    ssl_key_file: join(folder, "server.key"),
  };
  const server = spawn(
    join(programs!, "postgres"),
    [
      "-D",
      data,
      "-p",
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    options,
  );
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ host: "127.0.0.1", port, user: "owner", password, database: "postgres" });
    client.on("error", () => {});
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  for (let attempt = 0; ; attempt++)
    try {
      await run("SELECT 1");
      break;
    } catch (error) {
      if (attempt > 300) throw error;
      await sleep(100);
    }
  return {
    port,
    certificate,
    run,
    async stop() {
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function owner(): { uid: number; gid: number } {
  const id = (option: string): number =>
    Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** A port of this machine that nobody listened at a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
