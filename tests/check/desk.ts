import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CheckedExtract, type CheckOptions, check } from "../../loaders/check/check.js";
import { type Pulled, pull } from "../../loaders/pull/pull.js";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { type Source, sourceSchema, tableOf } from "../../loaders/registry/source.js";
import { Database, type Row } from "../../loaders/store/database.js";
import { type Store, storeOf } from "../../loaders/store/paths.js";
import { ZipFile } from "../../workspace/sample/write/zip.js";

/** A source with the fields that a test is about; those that it leaves out are plain. */
export function sourceFrom(fields: string): Source {
  const given = new Set([...fields.matchAll(/^([a-zA-Z]+):/gm)].map((match) => match[1]));
  const plain = Object.entries({
    id: "visits",
    title: "Visits",
    description: "One row a visit.",
    kind: "table",
    owner: "{ organisation: Anytown Council, team: Data, role: Lead, email: data@example.org }",
    steward:
      "{ organisation: Anytown Council, team: Early years, role: Steward, email: steward@example.org }",
    governance:
      "{ controller: Council, lawfulBasis: Article 6(1)(e), sharingAgreement: A1, dpiaReference: D1, retention: 2 years }",
    cadence: "{ every: monthly }",
    location: '{ type: inbox, files: ["visits*"] }',
    format: "{ type: csv }",
    licence: "Open Government Licence v3.0",
    sensitivity: /^kind: records/m.test(fields) ? "personal" : "open",
  });
  const yaml = [
    fields,
    ...plain.filter(([key]) => !given.has(key)).map(([key, value]) => `${key}: ${value}`),
  ];
  return parseYaml(yaml.join("\n"), sourceSchema, "data/sources/visits.yaml");
}

/** An inbox and a store in a folder of their own, with a database in memory. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), "desk-"));
  readonly inbox = join(this.folder, "inbox");
  readonly log: string[] = [];
  private opened: Database | undefined;
  readonly store: Store;

  constructor() {
    process.env.EARLY_YEARS_STORE = join(this.folder, "store");
    mkdirSync(this.inbox);
    this.store = storeOf(this.inbox);
  }

  async db(): Promise<Database> {
    this.opened ??= await Database.open(":memory:");
    return this.opened;
  }

  close(): void {
    this.opened?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  deliver(path: string, content: string | Uint8Array): string {
    const file = join(this.inbox, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Takes a file away again. */
  remove(file: string): void {
    rmSync(file);
  }

  /** A ZIP archive of some files, by their names. */
  async zip(entries: Record<string, string | Uint8Array>): Promise<Buffer> {
    const file = join(this.folder, "made.zip");
    const zip = new ZipFile(file);
    for (const [name, content] of Object.entries(entries)) {
      const entry = zip.open(name);
      entry.write(Buffer.from(content as string));
      await entry.close();
    }
    zip.close();
    const bytes = readFileSync(file);
    rmSync(file);
    return bytes;
  }

  pull(...sources: Source[]): Promise<Pulled> {
    return pull(this.store, sources, (line) => this.log.push(line));
  }

  /** Pulls and checks what the inbox holds of a source. */
  async check(source: Source, options: Partial<CheckOptions> = {}): Promise<CheckedExtract[]> {
    const { snapshots } = await this.pull(source);
    const db = await this.db();
    return db.transaction(
      async () => (await check(source, snapshots, db, { store: this.store, ...options })).extracts,
    );
  }

  /** The source's table without the columns that tell where a row came from. */
  async table(source: Source): Promise<Row[]> {
    const places =
      source.kind === "records" ? "_extract, _row, _period, record_id" : "_extract, _row, _period";
    return (await this.db()).rows(
      `SELECT * EXCLUDE (${places}) FROM ${tableOf(source.id)} ORDER BY _extract, _row`,
    );
  }

  /** What is in quarantine: row, column, rule, reason and shape. */
  async quarantine(): Promise<Row[]> {
    return (await this.db()).rows(
      `SELECT "row", "column", rule, reason, shape FROM quarantine ORDER BY "row", "column"`,
    );
  }
}
