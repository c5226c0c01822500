import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type DSV, dsvFormat } from "d3";
import { sampleColumn, sampleValue } from "../../../loaders/registry/sample-mark.js";
import type { Child } from "../people/family.js";
import { Lines } from "./lines.js";
import type { Truth } from "./truth.js";

/** A file that an extract's rows go to, in whichever format; rows are noted in the truth as they are written. */
export interface Rows {
  row(cells: Cell[], child?: Child): void;
  /** A row that comes after all others: delivered late. */
  late(cells: Cell[], child?: Child): void;
  close(): Promise<void>;
}

/** A text, a number, a date as a day count, or nothing. */
export type Cell = string | number | { day: number } | null;

export interface DelimitedOptions {
  delimiter: "," | ";" | "\t" | "|";
  header: string[];
  preamble?: string[];
  encoding?: "utf8" | "windows-1252";
  bom?: boolean;
  lineEnd?: "\n" | "\r\n";
}

/** Delimited text whose last column marks each row as invented. Cells that hold the delimiter or a quotation mark are quoted. */
export class Delimited implements Rows {
  private readonly lines: Lines;
  private readonly waiting: [string, Child | undefined][] = [];
  private rows: number;
  private readonly format: DSV;

  constructor(
    file: string,
    private readonly options: DelimitedOptions,
    private readonly truth: Pick<Truth, "row">,
    /** Source and file as the truth names them. */
    private readonly extract: string,
  ) {
    mkdirSync(dirname(file), { recursive: true });
    this.format = dsvFormat(options.delimiter);
    this.lines = new Lines(file, options);
    for (const line of options.preamble ?? []) this.lines.write(line);
    this.lines.write(this.join([...options.header, sampleColumn]));
    this.rows = 1 + (options.preamble?.length ?? 0);
  }

  row(cells: Cell[], child?: Child): void {
    this.put(this.join(cells), child);
  }

  late(cells: Cell[], child?: Child): void {
    this.waiting.push([this.join(cells), child]);
  }

  async close(): Promise<void> {
    for (const [line, child] of this.waiting) this.put(line, child);
    this.lines.close();
  }

  private put(line: string, child: Child | undefined): void {
    this.lines.write(`${line}${this.options.delimiter}${sampleValue}`);
    this.rows++;
    if (child) this.truth.row(this.extract, this.rows, child);
  }

  private join(cells: Cell[]): string {
    return this.format.formatRow(cells as string[]);
  }
}
