import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Database, identifier, literal } from "../../loaders/store/database.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";
import { type Dictionary, dictionaryCsv } from "./dictionary.js";
import type { ExportTable } from "./tables.js";

const dictionaryFile = "data-dictionary.json";

/**
 * Writes tables as Parquet below a folder, `<shelf>/<table>`, divided into `<column>=<value>` where a table is divided, and puts
 * the whole in the folder's place at once: whoever reads it sees the old or the new. Throws a TellableError if something else lies
 * there.
 */
export class ParquetFolder {
  private readonly next: string;

  constructor(private readonly folder: string) {
    const isEmpty = !existsSync(folder) || readdirSync(folder).length === 0;
    if (!isEmpty && !existsSync(join(folder, dictionaryFile)))
      throw new TellableError(
        `${folder}: holds something that is no export, and would be replaced. Name another folder.`,
      );
    this.next = `${folder}.next`;
    rmSync(this.next, { recursive: true, force: true });
    mkdirSync(this.next, { recursive: true, mode: 0o700 });
  }

  /** Writes one table and gives how many rows it has. */
  async write(db: Database, { shelf, name, query, partition }: ExportTable): Promise<number> {
    const place = join(this.next, shelf, name);
    mkdirSync(partition ? dirname(place) : place, { recursive: true, mode: 0o700 });
    await db.run(
      partition
        ? `COPY (${query}) TO ${literal(place)} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (${identifier(partition)}))`
        : `COPY (${query}) TO ${literal(join(place, "data.parquet"))} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return (await db.row<{ n: number }>(`SELECT count(*)::BIGINT AS n FROM (${query})`)).n;
  }

  /** Puts what was written in the folder's place, with its dictionary. */
  finish(dictionary: Dictionary): void {
    writeFileAtomic(join(this.next, dictionaryFile), `${JSON.stringify(dictionary, null, 2)}\n`);
    writeFileAtomic(join(this.next, "data-dictionary.csv"), dictionaryCsv(dictionary));
    const old = `${this.folder}.old`;
    rmSync(old, { recursive: true, force: true });
    if (existsSync(this.folder)) renameSync(this.folder, old);
    renameSync(this.next, this.folder);
    rmSync(old, { recursive: true, force: true });
  }

  /** Takes away what was begun. */
  discard(): void {
    rmSync(this.next, { recursive: true, force: true });
  }
}
