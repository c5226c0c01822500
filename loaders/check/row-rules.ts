import { plural } from "../../components/words/format.js";
import { formatCount } from "../../components/words/numbers.js";
import type { Source } from "../registry/source.js";
import { headerKey } from "./cell-text.js";
import { type Header, knownHeader } from "./header.js";
import type { BrokenRow } from "./text-table.js";

/** What becomes of a line below a header: it is a row, or none, or the table has ended. */
export type Verdict = "row" | "passed over" | "ended" | Pick<BrokenRow, "rule" | "reason">;

/** What is told of a row that is set aside for a total. */
export const looksTotal = "it looks like a total of the rows, not like one of them";

const total =
  /^(?:(?:grand |sub-?|overall |city |column )?totals?|cyfanswm|gesamt|summe|suma|razem|totaal|totale):?$/i;
const note =
  /^(?:\[?notes?\b|sources?\b:?|footnotes?\b|[*†‡§]|\(?\d{1,2}[.)]\s|©|copyright\b|produced by\b|last updated\b|this (?:table|sheet)\b|end of (?:the )?(?:report|file|data|extract|table|list)\b)/i;
/** What a system writes below its rows, often with their number beside it. */
const trailer = /^(?:trailer|trl|eof|footer)$/i;
/** Lines that a system draws below a header, cell by cell. */
const drawn = /^[-=_\u2500\u2014]{3,}$/;
const presets: Record<string, RegExp> = { totals: total, notes: note };
/** The first two letters of the words with which totals and notes begin, as the patterns above have them. */
const wordStarts = "gr su ov ci co to no so fo pr la th cy ge ra en tr eo".split(" ");

/**
 * Tells the rows of a table from what people write among and below them: totals, notes, the header once more, a second table.
 * What a source declares (`stop`, `ignore`) is passed over; what else looks so is set aside, and told.
 */
export class RowRules {
  /** Rows that look like totals, by the texts of their cells. */
  readonly totals: { row: number; cells: string[] }[] = [];
  private readonly ignored: RegExp[];
  private readonly ignoresHeaders: boolean;
  private readonly stop: RegExp | undefined;
  private readonly stopsAtBlank: boolean;
  private readonly keepsTotals: boolean;
  private readonly headers: string[][];
  private readonly firstHeaders: ReadonlySet<string>;
  /** All headers that a line which is another header may begin with. */
  private readonly otherHeaders: ReadonlySet<string>;
  private readonly initials: ReadonlySet<string>;
  /** 1 for the two letters that a total, a note or the header may begin with, by pairOf. */
  private readonly suspect = new Uint8Array(1 << 14);
  private readonly judgesAll: boolean;
  private rows = 0;
  private passed = 0;
  private endedAt: number | undefined;
  private afterEnd = 0;
  private isAfterGap = false;
  private isSecondTable = false;

  constructor(
    private readonly source: Source,
    header: Header,
  ) {
    const format = source.format as { stop?: string; ignore?: string[]; totals?: string };
    const ignore = format.ignore ?? [];
    this.ignored = ignore
      .filter((one) => one !== "headers")
      .map((one) => presets[one] ?? new RegExp(one, "iu"));
    this.ignoresHeaders = ignore.includes("headers");
    this.stopsAtBlank = format.stop === "blank row";
    this.stop = format.stop && !this.stopsAtBlank ? new RegExp(format.stop, "iu") : undefined;
    this.headers = (header.rows ?? [header.cells]).map((cells) => cells.map(headerKey));
    this.firstHeaders = new Set(this.headers.map(firstOf));
    this.otherHeaders = new Set(
      header.cells.filter((cell) => knownHeader(source, cell) !== undefined).map(headerKey),
    );
    this.initials = new Set([...this.firstHeaders, ...this.otherHeaders].map((key) => key.charAt(0)));
    this.keepsTotals = format.totals === "rows" || listsTotals(source, header);
    this.judgesAll = this.stop !== undefined || this.ignored.length > 0;
    for (const start of [...wordStarts, ...this.firstHeaders, ...this.otherHeaders]) this.suspectStart(start);
  }

  private suspectStart(start: string): void {
    const [first, second] = [start.charCodeAt(0), start.charCodeAt(1)];
    if (isWord(second)) this.suspect[pairOf(first, second)] = 1;
    else for (let any = 0; any < 128; any++) this.suspect[pairOf(first, any)] = 1;
  }

  /**
   * Takes a line for a row, by the first three characters of its first text, where it can be nothing else; what it may be else
   * is for `judge` to say.
   */
  passes(first: number, second: number, third: number): boolean {
    if (this.judgesAll || this.isAfterGap || this.isSecondTable || this.endedAt !== undefined) return false;
    if (!isWord(first) || !(second < 128) || this.suspect[pairOf(first, second)]) return false;
    // "1. Of all children" and "12) Of all children" are notes.
    if (isDigit(first) && (isNumbering(second) || (isDigit(second) && isNumbering(third)))) return false;
    this.rows++;
    return true;
  }

  /** Takes note of an empty line. */
  empty(row: number): void {
    if (this.rows === 0 || this.endedAt !== undefined) return;
    this.isAfterGap = true;
    if (this.stopsAtBlank) this.endedAt = row;
  }

  /** Judges a line by its first text, and only where that gives rise to it by all its texts. */
  judge(row: number, first: string, cells: () => string[]): Verdict {
    const isAfterGap = this.isAfterGap;
    this.isAfterGap = false;
    if (this.endedAt === undefined && this.stop?.test(first)) this.endedAt = row;
    if (this.endedAt !== undefined) {
      this.afterEnd++;
      return "ended";
    }
    if (this.ignored.some((pattern) => pattern.test(first)) && this.isIgnored(row, first, cells)) {
      this.passed++;
      return "passed over";
    }
    if (this.mayBegin(first, this.firstHeaders) && this.isHeader(cells())) {
      if (!this.ignoresHeaders) return { rule: "header", reason: "it is the header once more" };
      this.passed++;
      return "passed over";
    }
    if (isAfterGap ? this.isOtherHeader(cells()) : this.isInOtherOrder(first, cells))
      this.isSecondTable = true;
    if (this.isSecondTable) return { rule: "table", reason: "it belongs to a second table, below the first" };
    if (!this.keepsTotals && total.test(first)) {
      this.totals.push({ row, cells: cells() });
      return { rule: "total", reason: looksTotal };
    }
    if (note.test(first) && cells().filter((cell) => cell.trim() !== "").length === 1)
      return { rule: "note", reason: "it looks like a note, not like a row" };
    if (trailer.test(first))
      return { rule: "note", reason: "it looks like the end of a report, not like a row" };
    if (drawn.test(first) && cells().every((cell) => /^\s*[-=_\u2500\u2014]*\s*$/.test(cell)))
      return { rule: "note", reason: "it is a line drawn across, not a row" };
    this.rows++;
    return "row";
  }

  /** What a steward should know of lines that were not read. */
  remarks(): string[] {
    const remarks: string[] = [];
    if (this.passed)
      remarks.push(
        `${plural(this.passed, "line")} of it ${this.passed === 1 ? "was" : "were"} passed over, as ignore says.`,
      );
    if (this.afterEnd)
      remarks.push(
        `${plural(this.afterEnd, "line")} from row ${formatCount(this.endedAt!)} on ${this.afterEnd === 1 ? "was" : "were"} not read, as stop says.`,
      );
    return remarks;
  }

  private isIgnored(row: number, first: string, cells: () => string[]): boolean {
    if (total.test(first)) this.totals.push({ row, cells: cells() });
    return true;
  }

  /** Whether it is one of some headers: most texts begin with another letter, and are not looked at further. */
  private mayBegin(first: string, headers: ReadonlySet<string>): boolean {
    const initial = first.charAt(0).toLowerCase();
    return (initial === "[" || this.initials.has(initial)) && headers.has(headerKey(first));
  }

  private isHeader(cells: string[]): boolean {
    const keys = cells.map(headerKey);
    return this.headers.some((header) => {
      const named = header.flatMap((key, i) => (key ? [i] : []));
      return named.length > 0 && named.every((i) => keys[i] === header[i]);
    });
  }

  /** Whether a line has nothing but headers in it, two at least, in another order: the rows below it are not those of the table. */
  private isInOtherOrder(first: string, cells: () => string[]): boolean {
    if (!this.mayBegin(first, this.otherHeaders)) return false;
    const filled = cells().filter((cell) => cell.trim() !== "");
    return filled.length >= 2 && filled.every((cell) => this.otherHeaders.has(headerKey(cell)));
  }

  private isOtherHeader(cells: string[]): boolean {
    const filled = cells.filter((cell) => cell.trim() !== "");
    const known = filled.filter((cell) => knownHeader(this.source, cell) !== undefined);
    return known.length >= 2 && known.length * 2 > filled.length;
  }
}

/** The place of two characters of ASCII in a table, whatever their case. */
const pairOf = (first: number, second: number): number => (lowered(first) << 7) | lowered(second);
const lowered = (code: number): number => (code >= 0x41 && code <= 0x5a ? code | 0x20 : code);
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isWord = (code: number): boolean => isDigit(code) || (lowered(code) >= 0x61 && lowered(code) <= 0x7a);
/** True of . and ). */
const isNumbering = (code: number): boolean => code === 0x2e || code === 0x29;

const firstOf = (keys: string[]): string => keys.find(Boolean) ?? "";

/** Whether a total may be a row: a column whose values are listed has it among them. */
function listsTotals({ columns }: Source, { positions }: Header): boolean {
  const first = columns.find(({ name }) => positions.get(name) === 0);
  const values = Array.isArray(first?.values) ? first.values : Object.keys(first?.values ?? {});
  return values.some((value) => total.test(value));
}
