import type { CodedTable } from "./coded-columns.js";
import type { CodedColumn, CrossChoice, CrossColumns } from "./cross-counts.js";

/** A small area and the ward that it lies in. */
export interface CrossArea {
  code: string;
  name: string;
  ward: string;
}

/** What there is of one indicator and breakdown. */
export interface Divided {
  periods: { code: string; start: string }[];
  categories: string[];
  /** What a numerator by its denominator is multiplied with. */
  scale: number;
  sources: string[];
  asOf: string;
}

type Asked = Pick<CrossChoice, "indicator" | "breakdown">;

/** The figures of small areas by group, by the indicator and breakdown that they are of. */
export interface DividedRows {
  columns: CrossColumns;
  /** All small areas, by their codes. */
  areas: CrossArea[];
  /** The breakdowns that an indicator has. */
  breakdownsOf(indicator: string): string[];
  /** The rows of an indicator and breakdown. */
  of(asked: Asked): readonly number[];
  /** What there is of an indicator and breakdown, with groups in the given order. It is worked out once. */
  dividedOf(asked: Asked, order: readonly string[]): Divided;
}

/** Sorts the rows of a table of figures of small areas by group. */
export function dividedRows(table: CodedTable): DividedRows {
  const [indicators, breakdowns, areas] = [
    table.texts("indicator"),
    table.texts("breakdown"),
    table.texts("area"),
  ];
  const columns: CrossColumns = {
    area: areas,
    period: table.texts("period"),
    category: table.texts("category"),
    numerator: table.numbers("numerator"),
    denominator: table.numbers("denominator"),
  };
  const more = {
    value: table.numbers("value"),
    start: table.texts("period_start"),
    source: table.texts("source"),
    asOf: table.texts("as_of"),
  };
  const rows = new Map<string, Map<string, number[]>>();
  for (let row = 0; row < table.rows; row++) {
    const [indicator, breakdown] = [textAt(indicators, row), textAt(breakdowns, row)];
    const byBreakdown = rows.get(indicator) ?? new Map<string, number[]>();
    rows.set(indicator, byBreakdown);
    const some = byBreakdown.get(breakdown);
    if (some) some.push(row);
    else byBreakdown.set(breakdown, [row]);
  }
  const of = ({ indicator, breakdown }: Asked) => rows.get(indicator)?.get(breakdown) ?? [];
  const known = new Map<readonly number[], Divided>();
  return {
    columns,
    areas: areasOf(areas, table.texts("area_name"), table.texts("ward_name")),
    breakdownsOf: (indicator) => [...(rows.get(indicator)?.keys() ?? [])],
    of,
    dividedOf(asked, order) {
      const some = of(asked);
      const divided = known.get(some) ?? dividedOf(some, { ...columns, ...more }, order);
      known.set(some, divided);
      return divided;
    },
  };
}

function areasOf(areas: CodedColumn, names: CodedColumn, wards: CodedColumn): CrossArea[] {
  const found: CrossArea[] = [];
  for (let row = 0; row < areas.codes.length; row++) {
    const place = areas.codes[row]!;
    found[place] ??= {
      code: areas.entries[place]!,
      name: textAt(names, row),
      ward: textAt(wards, row) || "no ward",
    };
  }
  return found.sort((a, b) => (a.code < b.code ? -1 : 1));
}

interface Columns extends CrossColumns {
  value: ArrayLike<number>;
  start: CodedColumn;
  source: CodedColumn;
  asOf: CodedColumn;
}

function dividedOf(rows: readonly number[], columns: Columns, order: readonly string[]): Divided {
  const { numerator, denominator, value, period, start, category, source, asOf } = columns;
  const starts = new Map<string, string>();
  const categories = new Set<string>();
  const sources = new Set<string>();
  let newest = "";
  // The highest value has the most digits to tell it by.
  let highest = { value: 0, scale: 1 };
  for (const row of rows) {
    starts.set(textAt(period, row), textAt(start, row));
    categories.add(textAt(category, row));
    sources.add(textAt(source, row));
    const date = textAt(asOf, row);
    if (date > newest) newest = date;
    if (value[row]! <= highest.value || numerator[row]! <= 0) continue;
    const scale = (value[row]! * denominator[row]!) / numerator[row]!;
    highest = { value: value[row]!, scale: Math.round(1000 * scale) / 1000 };
  }
  const place = (one: string) => (order.includes(one) ? order.indexOf(one) : order.length);
  return {
    periods: [...starts]
      .map(([code, start]) => ({ code, start }))
      .sort((a, b) => a.start.localeCompare(b.start) || a.code.localeCompare(b.code)),
    categories: [...categories].sort((a, b) => place(a) - place(b) || a.localeCompare(b)),
    scale: highest.scale,
    sources: [...sources].filter((one) => one !== ""),
    asOf: newest,
  };
}

// Empty where the row has none.
function textAt({ entries, codes }: CodedColumn, row: number): string {
  return entries[codes[row]!] ?? "";
}
