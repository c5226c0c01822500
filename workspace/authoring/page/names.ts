import { type Importable, unknownName } from "../../../components/site/unknown-name.js";
import { fencesOf } from "./fences.js";
import type { CellState } from "./page-talk.js";

/** Something about a place of a page's text. */
export interface NameFault {
  from: number;
  to: number;
  severity: "error" | "warning" | "info";
  message: string;
  /** The word that the page would have if it imported it. */
  needs?: string;
}

/** What Framework gives every page, and browsers every script. Others are libraries by their usual names. */
export const everywhere: ReadonlySet<string> = new Set(
  `Arrow Array BigInt Blob Boolean DOMParser DOMRect DataView Date DuckDBClient Element Error Event File FileAttachment FormData Float32Array Float64Array Function Generators HTMLElement Image Infinity Inputs Int16Array Int32Array Int8Array Intl IntersectionObserver JSON Map Math MutationObserver Mutable NaN Node Number Object Path2D Plot Promise Proxy React ReactDOM RegExp ResizeObserver SQLite SQLiteDatabaseClient Set String Symbol TextDecoder TextEncoder URL URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet Worker XMLSerializer L _ addEventListener aapl alphabet aq arguments atob btoa cancelAnimationFrame clearInterval clearTimeout console crypto d3 dark decodeURIComponent display document dot duckdb echarts encodeURIComponent eval fetch getComputedStyle globalThis history htl html invalidation isFinite isNaN localStorage location mapboxgl matchMedia md mermaid navigator now observable parseFloat parseInt performance queueMicrotask requestAnimationFrame resize removeEventListener sessionStorage setInterval setTimeout sql structuredClone svg tex topojson undefined view visibility vl width window`.split(
    " ",
  ),
);

/**
 * Names that a page uses and nothing makes, and names that it makes and nothing uses, as Framework found them in the cells
 * that it last drew. Cells that have changed since are left out: they are told when they are drawn. `language` is what the
 * page can import.
 */
export function nameFaults(text: string, cells: readonly CellState[], language?: Importable): NameFault[] {
  const given = new Set(cells.flatMap(({ gives }) => gives));
  const used = new Set(cells.flatMap(({ uses }) => uses));
  const known = [...given];
  const now = new Set(fencesOf(text).flatMap(({ gives }) => gives.map(({ name }) => name)));
  return placed(text, cells).flatMap(({ cell, from, to }) => {
    const place = (name: string) => wordIn(text, name, from, to);
    const unknown = cell.uses
      .filter((name) => !given.has(name) && !now.has(name) && !everywhere.has(name))
      .map((name): NameFault => {
        const at = place(name) ?? from;
        return {
          from: at,
          to: at + name.length,
          severity: "error",
          message: unknownName(name, known, language ? [language] : []),
          ...(language?.names.includes(name) && { needs: name }),
        };
      });
    const idle = cell.gives
      .filter((name) => !used.has(name) && !isUsedWithin(cell.code, name))
      .flatMap((name): NameFault[] => {
        const at = place(name);
        return at === undefined
          ? []
          : [
              {
                from: at,
                to: at + name.length,
                severity: "info",
                message: `Nothing on this page uses “${name}” yet.`,
              },
            ];
      });
    const failed: NameFault[] =
      cell.state === "failed" && unknown.length === 0
        ? [
            {
              from,
              to: Math.min(from + 1, to),
              severity: "error",
              message: cell.error ?? "This cell failed.",
            },
          ]
        : [];
    return [...unknown, ...idle, ...failed];
  });
}

/** Where cells that the page has drawn stand in the text as it is now, in order. */
export function placed(
  text: string,
  cells: readonly CellState[],
): { cell: CellState; from: number; to: number }[] {
  let behind = 0;
  return cells
    .toSorted((a, b) => a.line - b.line)
    .flatMap((cell) => {
      const from = placeOf(text, cell.code.trim(), behind);
      if (from === undefined) return [];
      const code = cell.code.trim();
      behind = from + code.length;
      return [{ cell, from, to: behind }];
    });
}

// A cell begins a line; an expression in prose stands between braces.
function placeOf(text: string, code: string, behind: number): number | undefined {
  if (code === "") return undefined;
  const found = [`\n${code}`, `\${${code}}`]
    .map((marked) => ({ at: text.indexOf(marked, Math.max(0, behind - 1)), skip: marked.indexOf(code) }))
    .filter(({ at }) => at >= 0)
    .map(({ at, skip }) => at + skip);
  return found.length > 0 ? Math.min(...found) : undefined;
}

function wordIn(text: string, name: string, from: number, to: number): number | undefined {
  const word = new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  const found = word.exec(text.slice(from, to));
  return found ? from + found.index : undefined;
}

// Framework's references of a cell leave out what it makes itself.
function isUsedWithin(code: string, name: string): boolean {
  const word = new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  return (code.match(word) ?? []).length > 1;
}
