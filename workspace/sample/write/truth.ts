import { mkdirSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { Database, literal } from "../../../loaders/store/database.js";
import { formatDay } from "../calendar.js";
import type { Child } from "../people/family.js";
import { Lines } from "./lines.js";

/**
 * Who is who: kept apart from the extracts, for tests and benchmarks only.
 *
 * records.parquet has a line for each row of each extract: source, file, row, child.
 * Rows are numbered as a spreadsheet shows them; in a JSON list the first is 1.
 * children.parquet has a line for each child: which family, which twins, and what is true of it.
 */
export class Truth {
  private readonly records: Lines;
  private readonly children: Lines;

  constructor(private readonly folder: string) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.records = new Lines(join(folder, "records.csv"));
    this.records.write("source,file,row,child");
    this.children = new Lines(join(folder, "children.csv"));
    this.children.write(
      "child,family,twins,date_of_birth,sex,ethnic_group,forename,surname,nhs_number,lives_outside",
    );
  }

  /** Notes whose a row is. `extract` is the source and file as they stand in the truth. */
  row(extract: string, row: number, child: Child): void {
    this.records.write(`${extract},${row},${child.id}`);
  }

  child(child: Child): void {
    const { family } = child;
    const twins = child.multiple ? `${family.index}-${child.birth}` : "";
    this.children.write(
      `${child.id},${family.index},${twins},${formatDay(child.birth, "yyyy-mm-dd")},${child.sex},${family.ethnicity.major},${child.forename},${child.surname},${child.nhsNumber},${family.outside}`,
    );
  }

  async close(): Promise<void> {
    this.records.close();
    this.children.close();
    const database = await Database.open(":memory:");
    try {
      await database.run("SET threads = 1");
      await this.toParquet(
        database,
        "records",
        "{'source': 'VARCHAR', 'file': 'VARCHAR', 'row': 'INTEGER', 'child': 'INTEGER'}",
      );
      await this.toParquet(database, "children", "{'twins': 'VARCHAR', 'nhs_number': 'VARCHAR'}");
    } finally {
      database.close();
    }
  }

  private async toParquet(database: Database, name: string, types: string): Promise<void> {
    const csv = join(this.folder, `${name}.csv`);
    const parquet = join(this.folder, `${name}.parquet`);
    await database.run(`
      COPY (SELECT * FROM read_csv(${literal(csv)}, header = true, types = ${types}))
      TO ${literal(`${parquet}.tmp`)} (FORMAT parquet, COMPRESSION zstd)`);
    await rename(`${parquet}.tmp`, parquet);
    rmSync(csv);
  }
}
