import { nearest, suggestion } from "../words/nearest.js";
import { type Importable, unknownName } from "./unknown-name.js";

/** What a page knows of its own file, as workspace/site/mistakes.ts writes it. */
export interface PageReport {
  file: string;
  /** `spoils`: the one name of the cell that others cannot use for it; left out: all that the cell gives. */
  mistakes: { line: number; message: string; cell?: string; spoils?: string }[];
  cells: { id: string; line: number; code: string; uses: string[]; gives: string[] }[];
  /** The modules that it imports. */
  imports?: Importable[];
}

/** A cell that shows an error; `id` is missing where the cell did not even parse. */
export interface Failed {
  id?: string | undefined;
  error: string;
}

/** A mistake that a cell tells without an error, as it can draw the rest: `word` is what it stands at in the cell. */
export interface Noted {
  id?: string | undefined;
  message: string;
  word: string;
}

/** A mistake, told. `because`: how many cells fail only because of it. */
export interface FoldedMistake {
  line: number;
  message: string;
  because: number;
}

/**
 * What to tell of a page whose cells show these errors and note these mistakes: each mistake once. `echoes`: which of the
 * errors only follow from another.
 */
export function tell(
  report: PageReport,
  failed: readonly Failed[],
  noted: readonly Noted[] = [],
): { folded: FoldedMistake[]; echoes: Set<number> } {
  const cellOf = new Map(report.cells.map((cell) => [cell.id, cell]));
  const faulty = new Set(report.mistakes.flatMap(({ cell }) => cell ?? []));
  const spoilt = spoiltBy(report, failed);
  const folded: FoldedMistake[] = report.mistakes.map(({ line, message }) => ({ line, message, because: 0 }));
  const byMessage = new Map<string, FoldedMistake>();
  const echoes = new Set<number>();
  const names = [...byUse(report), ...library];
  for (const [i, { id, error }] of failed.entries()) {
    const cell = id === undefined ? undefined : cellOf.get(id);
    // What does not parse stands among the mistakes.
    if (!cell || faulty.has(cell.id) || restsOn(report, cell.id, spoilt)) {
      echoes.add(i);
      continue;
    }
    const { message, word } = inPlainWords(error, names, report.imports);
    const known = byMessage.get(message);
    if (known) {
      known.because += 1;
      echoes.add(i);
      continue;
    }
    const mistake = { line: lineOf(cell, word), message, because: 0 };
    byMessage.set(message, mistake);
    folded.push(mistake);
  }
  for (const { id, message, word } of noted) {
    const cell = id === undefined ? undefined : cellOf.get(id);
    if (cell) folded.push({ line: lineOf(cell, word), message, because: 0 });
  }
  return { folded: folded.sort((a, b) => a.line - b.line), echoes };
}

/** The names that cells give, those that most cells use first: of two that are as near, it is the likelier. */
function byUse({ cells }: PageReport): string[] {
  const users = (name: string) => cells.filter(({ uses }) => uses.includes(name)).length;
  return cells.flatMap(({ gives }) => gives).sort((a, b) => users(b) - users(a));
}

/** By cell, the names that it should give and does not. */
function spoiltBy({ cells, mistakes }: PageReport, failed: readonly Failed[]): Map<string, Set<string>> {
  const spoilt = new Map<string, Set<string>>();
  const spoil = (id: string, names: readonly string[]): void => {
    spoilt.set(id, new Set([...(spoilt.get(id) ?? []), ...names]));
  };
  const givenBy = (id: string) => cells.find((cell) => cell.id === id)?.gives ?? [];
  for (const { cell, spoils } of mistakes) if (cell) spoil(cell, spoils ? [spoils] : givenBy(cell));
  for (const { id } of failed) if (id !== undefined) spoil(id, givenBy(id));
  return spoilt;
}

/** Whether a cell uses, by however many steps, what another should give and does not. */
function restsOn(
  { cells }: PageReport,
  id: string,
  spoilt: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const seen = new Set([id]);
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const uses = cells.find((cell) => cell.id === next)?.uses ?? [];
    for (const other of cells) {
      if (seen.has(other.id) || !other.gives.some((name) => uses.includes(name))) continue;
      if (uses.some((name) => spoilt.get(other.id)?.has(name))) return true;
      seen.add(other.id);
      open.push(other.id);
    }
  }
  return false;
}

function lineOf({ line, code }: PageReport["cells"][number], word: string | undefined): number {
  if (!word) return line;
  const row = code.split("\n").findIndex((text) => text.includes(word));
  return line + Math.max(row, 0);
}

const library =
  "FileAttachment display view resize Generators Mutable Inputs Plot d3 aq htl html svg sql DuckDBClient Arrow".split(
    " ",
  );

/**
 * An error of a cell in words that say what to do; `word` is what to look for in the cell. `names` are those that the page
 * gives, `importable` what it could import.
 */
export function inPlainWords(
  error: string,
  names: readonly string[],
  importable: readonly Importable[] = [],
): { message: string; word?: string | undefined } {
  const text = error
    .replace(/^(?:Uncaught )?(?:(?:Runtime|Reference|Type|Syntax|Range)?Error: )+/, "")
    .trim();
  const find = (pattern: RegExp) => pattern.exec(text)?.[1];
  const unknown = find(/^([\w$]+) is not defined/);
  if (unknown)
    return {
      message: unknownName(unknown, names, importable, " Name it in a cell, or mend its name."),
      word: unknown,
    };
  const twice = find(/^([\w$]+) is defined more than once/);
  if (twice)
    return { message: `Two cells give a value the name “${twice}”. Give one of them another.`, word: twice };
  const noFunction = find(/^(?:\w+\.)*([\w$]+) is not a function/);
  if (noFunction) {
    const like = nearest(
      noFunction,
      names.filter((name) => name !== noFunction),
    );
    return {
      message: `“${noFunction}” cannot be called.${like ? ` Did you mean “${like}”?` : ""}`,
      word: noFunction,
    };
  }
  const column = find(/Referenced column "(.+?)" not found/);
  if (column) {
    const bindings = /Candidate bindings: (.+)/.exec(text)?.[1] ?? "";
    const offered = [...bindings.matchAll(/"(?:[^"]*\.)?([^".]+)"/g)];
    return {
      message: `There is no column “${column}”.${suggestion(
        column,
        offered.map(([, name]) => name!),
      )}`,
      word: column,
    };
  }
  const table = find(/Table with name (\S+) does not exist/);
  if (table) {
    // The database has tables of its own, which no page means.
    const like = find(/Did you mean "(?:\w+\.)*((?!pg_|duckdb_|sqlite_)\w+)"/);
    return { message: `There is no table “${table}”.${like ? ` Did you mean “${like}”?` : ""}`, word: table };
  }
  const file = find(/^Unable to load file: (.+)$/);
  if (file)
    return {
      message: `The loader of ${file} failed. What it said stands in the terminal in which the workspace was started.`,
      word: file,
    };
  const other = find(/^(?:Unrecognized column|Invalid column \w+): ?"?([^"]+?)"?$/);
  if (other) return { message: `There is no column “${other}”.`, word: other };
  const first = text.split("\n")[0]!;
  return {
    message: /[.?!”]$/.test(first) ? first : `${first}.`,
    word: find(/“([^”]+)”/) ?? find(/'(\w+)'/) ?? find(/^(\w+)\(…\)/),
  };
}
