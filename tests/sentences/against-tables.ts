import { wilson } from "../../components/words/intervals.js";
import {
  type Fault,
  faultsOfText,
  isLevelOfInterval,
  numberOf,
  numeral,
  numeralsOf,
  type Passage,
  sentencesOf,
  type Table,
} from "./reader.js";

/** A column of figures: the rows that have a number, and how many have none. */
interface Column {
  table: Table;
  index: number;
  figures: { name: string; value: number; text: string }[];
  /** Rows that say in words why there is no number. */
  without: number;
}

/** What is wrong with a passage: by itself, and against the tables that it stands beside. */
export function faultsOf(passage: Passage): Fault[] {
  const own =
    passage.kind === "cell"
      ? faultsOfText(passage.text).filter(({ rule }) => cellRules.has(rule))
      : faultsOfText(passage.text);
  if (passage.kind === "cell" || passage.kind === "label" || passage.kind === "origin") return own;
  const against = Object.entries(tableRules).flatMap(([rule, check]) =>
    check(passage).map((detail): Fault => ({ rule, detail })),
  );
  return [...own, ...against];
}

const cellRules = new Set(["a value that is none", "an age that is no age", "spaces and brackets"]);

type TableRule = (passage: Passage) => string[];

/** What a text can say that the tables beside it deny. */
export const tableRules: Record<string, TableRule> = {
  "an extreme that is none": extremesOf,
  "a count that the table does not give": countsOf,
  "a number that is in no cell": strangersOf,
  "all or none, where some have no figure": quantifiersOf,
};

const areas = "(?:small areas?|areas?|wards?|localit(?:y|ies)|authorit(?:y|ies)|sources?)";

const named = (end: string) => `(.+?)(?=${end})`;
const unit = "(?:%| percentage points| [a-z]+(?: [a-z]+)?)?";

/** Sentences that name the ends of a range: of the lower and the higher end, which group holds the name and which the number. */
const ranges: { pattern: RegExp; low: [name: number, value: number]; high: [name: number, value: number] }[] =
  [
    {
      pattern: new RegExp(
        `from (${numeral})${unit} in ${named(" down to ")} down to (${numeral})${unit} in ${named("[.,;:]|$")}`,
      ),
      high: [2, 1],
      low: [4, 3],
    },
    {
      pattern: new RegExp(
        `from (${numeral})${unit} in ${named(" to \\d")} to (${numeral})${unit} in ${named("[.,;:]|$")}`,
      ),
      low: [2, 1],
      high: [4, 3],
    },
    {
      pattern: new RegExp(
        `from (${numeral})${unit} in ${named(" to ")} to (${numeral})${unit} in ${named("[.,;:]|$")}`,
      ),
      low: [2, 1],
      high: [4, 3],
    },
    {
      pattern: new RegExp(
        `lowest is ${named(` (?:with )?${numeral}`)} (?:with )?(${numeral})${unit}(?:,| and) the highest (?:is )?${named(` (?:with )?${numeral}`)} (?:with )?(${numeral})`,
      ),
      low: [1, 2],
      high: [3, 4],
    },
    {
      pattern: new RegExp(`^(.+?) has (${numeral}) .*?, the fewest, and ${named(" has ")} has (${numeral})`),
      low: [1, 2],
      high: [3, 4],
    },
    {
      pattern: new RegExp(
        `was (${numeral})${unit} in ${named(" and \\d")} and (${numeral})${unit} in ${named("[.,;:]|$")}`,
      ),
      low: [2, 1],
      high: [4, 3],
    },
  ];

const singles: { pattern: RegExp; end: "low" | "high"; name: number; value: number }[] = [
  {
    pattern: new RegExp(`[Tt]he lowest is ${named(` with ${numeral}`)} with (${numeral})`),
    end: "low",
    name: 1,
    value: 2,
  },
  {
    pattern: new RegExp(`[Tt]he highest is ${named(` with ${numeral}`)} with (${numeral})`),
    end: "high",
    name: 1,
    value: 2,
  },
];

function extremesOf(passage: Passage): string[] {
  const faults: string[] = [];
  // Names of small areas have commas, which end a name in a sentence otherwise.
  const plain = (name: string): string => name.replace(/[.,;:]/g, "·");
  const columns = columnsOf(passage);
  const marked = new Set(
    columns.flatMap(({ figures }) => figures.map((f) => f.name)).filter((n) => plain(n) !== n),
  );
  const text = [...marked].reduce((told, name) => told.replaceAll(name, plain(name)), passage.text);
  const plainColumns = columns.map((column) => ({
    ...column,
    figures: column.figures.map((f) => ({ ...f, name: plain(f.name) })),
  }));
  for (const sentence of sentencesOf(text)) {
    const claims: { end: "low" | "high"; name: string; value: number }[] = [];
    const range = ranges.find(({ pattern }) => pattern.test(sentence));
    if (range) {
      const found = range.pattern.exec(sentence)!;
      const [low, high] = [range.low, range.high].map(([name, value]) => ({
        name: found[name]!,
        value: numberOf(found[value]!),
      }));
      if (low!.value > high!.value) faults.push(`from ${low!.value} to ${high!.value} goes down`);
      claims.push({ end: "low", ...low! }, { end: "high", ...high! });
    } else
      for (const { pattern, end, name, value } of singles) {
        const found = pattern.exec(sentence);
        if (found) claims.push({ end, name: found[name]!, value: numberOf(found[value]!) });
      }
    for (const { end, name, value } of claims)
      faults.push(...extremeFaults(plainColumns, { end, name, value }));
  }
  return faults;
}

// A name must have the extreme alone; several that share it are counted.
function extremeFaults(
  columns: readonly Column[],
  { end, name, value }: { end: "low" | "high"; name: string; value: number },
): string[] {
  const several = new RegExp(`^(\\d+) ${areas}$`).exec(name);
  const having = columns.filter(({ figures }) =>
    figures.some((f) => f.value === value && (several || f.name === name)),
  );
  if (having.length === 0) return [`${name} with ${value} is in no table`];
  const extreme = having.filter(({ figures }) =>
    isExtreme(
      figures.map((f) => f.value),
      value,
      end,
    ),
  );
  if (extreme.length === 0)
    return [`${value} of ${name} is not the ${end === "low" ? "lowest" : "highest"} in its table`];
  const count = several ? Number(several[1]) : 1;
  if (!extreme.some(({ figures }) => figures.filter((f) => f.value === value).length === count))
    return [
      `${name} with ${value}: the table has ${extreme[0]!.figures.filter((f) => f.value === value).length} of them`,
    ];
  return [];
}

function isExtreme(values: readonly number[], value: number, end: "low" | "high"): boolean {
  return value === (end === "low" ? Math.min(...values) : Math.max(...values));
}

function countsOf(passage: Passage): string[] {
  const tables = passage.beside.length > 0 ? passage.beside : passage.onPage;
  const columns = tables.flatMap((table) => valueColumns(table));
  if (columns.length === 0) return [];
  const { text } = passage;
  const faults: string[] = [];
  const told = (pattern: string) => [...text.matchAll(new RegExp(pattern, "g"))];
  const demand = (found: RegExpMatchArray, fits: (column: Column, count: number) => boolean) => {
    const isFitting = (column: Column) =>
      fits(
        column,
        /^none$/i.test(found[1]!)
          ? 0
          : /^all$/i.test(found[1]!)
            ? column.figures.length
            : numberOf(found[1]!),
      );
    if (!columns.some(isFitting)) faults.push(found[0]);
  };
  for (const found of told(`\\b(\\d+) ${areas} from ${numeral}`))
    demand(found, (c, n) => c.figures.length === n);
  for (const found of told(`Among (?:the )?(\\d+) ${areas} (?:with a figure|that can be shown)`))
    demand(found, (c, n) => c.figures.length === n);
  for (const found of told(`[Nn]o figure for (\\d+) ${areas}`)) demand(found, (c, n) => c.without === n);
  for (const found of told(`[Nn]one of (\\d+) ${areas} has a figure`))
    demand(found, (c, n) => c.without === n && c.figures.length === 0);
  for (const found of told(`(\\d+|None|All) of them (?:is|are) above .+?, at (${numeral})`))
    demand(found, ({ figures }, n) => {
      const limit = numberOf(found[2]!);
      // A figure that is written as the comparator is may lie on either side of it.
      const above = figures.filter((f) => f.value > limit).length;
      const level = figures.filter((f) => f.value === limit).length;
      return n >= above && n <= above + level;
    });
  faults.push(...sidesOf(text, columns));
  return faults;
}

const count = "(None|none|\\d+) (?:is|are)";
const byChance = "(?:, (none of them |all of them |\\d+ of them |not )?by more than chance)?";
const sides = new RegExp(
  `${count} lower than [^,;]+?${byChance}; ${count} higher${byChance}(?:; (\\d+) (?:is|are) the same)?\\.`,
);

/** "32 are lower than Birmingham, 4 of them by more than chance; …": the sides add up, and chance is a part of its side. */
function sidesOf(text: string, columns: readonly Column[]): string[] {
  const found = sides.exec(text);
  if (!found) return [];
  const [, low, ofLow, high, ofHigh, same] = found;
  const number = (words: string | undefined, of: number) =>
    words === undefined ? of : /^all/i.test(words) ? of : /^no/i.test(words) ? 0 : Number.parseInt(words, 10);
  const [lower, higher, level] = [number(low, 0), number(high, 0), number(same ?? "none", 0)];
  const faults = [];
  if (!columns.some(({ figures }) => figures.length === lower + higher + level))
    faults.push(`${found[0]} of another number of figures`);
  if (
    !columns.some(({ figures }) =>
      splits(
        figures.map((f) => f.value),
        lower,
        higher,
      ),
    )
  )
    faults.push(`${found[0]} is no split of the figures`);
  if (number(ofLow, lower) > lower || number(ofHigh, higher) > higher)
    faults.push(`${found[0]}: more by chance than there are`);
  return faults;
}

// True if so many can lie below and above some limit: no two equal figures on different sides.
function splits(values: readonly number[], lower: number, higher: number): boolean {
  const ordered = [...values].sort((a, b) => a - b);
  const [below, above] = [ordered.slice(0, lower), ordered.slice(ordered.length - higher)];
  return (
    higher + lower <= ordered.length &&
    (below.length === 0 || above.length === 0 || below.at(-1)! <= above[0]!)
  );
}

// Percentages, decimals and counts out of counts are figures: what a sentence says of them must be read in a table.
function strangersOf(passage: Passage): string[] {
  const tables = passage.onPage;
  // Those who are in no area of the table are told of beside it.
  if (tables.length === 0 || passage.text.startsWith("Not counted here")) return [];
  const sets = tables.map(numbersOf);
  const { text } = passage;
  return numeralsOf(text)
    .filter(
      // A limit, as in “over 100%”, is no figure.
      ({ unit, start, end, text: written }) =>
        unit === "%" && !isLevelOfInterval(written, text.slice(end)) && !/over $/i.test(text.slice(0, start)),
    )
    .filter(({ value }) => !sets.some((cells) => cells.has(Math.abs(value))))
    .filter(
      (numeral) =>
        !isWorkedOut(numeral.value, text) &&
        !isOfInterval(numeral.value, text) &&
        !sets.some((cells) => isRoundedCell(numeral.text, cells)),
    )
    .map(({ text: written }) => `${written}%`);
}

// A percentage with its counts beside it: "(123 of 215".
function isWorkedOut(value: number, text: string): boolean {
  return [...text.matchAll(/(\d[\d,]*(?:\.\d+)?) of (?:the )?(\d[\d,]*(?:\.\d+)?)/g)].some(
    ([, a, b]) => Math.abs((100 * numberOf(a!)) / numberOf(b!) - value) < 0.051,
  );
}

// "(123 of 215; 95% interval 50.5% to 63.5%)": by Wilson's formula, from the counts beside it.
function isOfInterval(value: number, text: string): boolean {
  return [...text.matchAll(/([\d,]+) of ([\d,]+); 95% interval/g)].some(([, a, b]) =>
    Object.values(wilson(numberOf(a!), numberOf(b!))).some((limit) => Math.abs(100 * limit - value) < 0.051),
  );
}

// A whole percentage may be a cell's, without its decimals.
function isRoundedCell(written: string, cells: ReadonlySet<number>): boolean {
  return (
    !written.includes(".") && [...cells].some((cell) => Math.round(cell) === Math.abs(numberOf(written)))
  );
}

const total =
  /\b(?:every|each|all) (?:group|ward|locality|small area|area|wards|areas|localities|neighbours?|authority)\b(?! together)|\b(?:no|none of (?:the|these)) (?:\d+ )?(?:ward|locality|small area|area|wards|areas|localities|group|ethnic group)\b/i;
const limited =
  /with a figure|have a figure|has a figure|can be (?:shown|compared|judged|seen)|could be (?:compared|judged)|no figure|not known|left out|suppressed|not available|not be compared|ha(?:s|ve) children of/i;

function quantifiersOf(passage: Passage): string[] {
  if (/left out in every/.test(passage.text)) {
    const others = passage.beside
      .flatMap(({ rows }) => rows)
      .filter(([, figure]) => figure && !/^suppressed/.test(figure));
    return others.length === 0 ? [] : [`left out in every one, where ${others[0]![0]} is ${others[0]![1]}`];
  }
  const claim = total.exec(passage.text);
  if (!claim || limited.test(passage.text) || passage.kind === "title") return [];
  const gaps = passage.beside.flatMap(valueColumns).filter((column) => column.without > 0);
  return gaps.length === 0
    ? []
    : [
        `${claim[0]}, where ${gaps[0]!.without} of ${gaps[0]!.without + gaps[0]!.figures.length} have no figure`,
      ];
}

function columnsOf(passage: Passage): Column[] {
  const tables = passage.beside.length > 0 ? passage.beside : passage.onPage;
  return tables.flatMap(allColumns);
}

const status = /^(?:suppressed|not applicable|not available|not collected)/;

const columnsByTable = new WeakMap<Table, Column[]>();
const numbersByTable = new WeakMap<Table, ReadonlySet<number>>();

function allColumns(table: Table): Column[] {
  return keptOf(columnsByTable, table, readColumns);
}

function numbersOf(table: Table): ReadonlySet<number> {
  return keptOf(
    numbersByTable,
    table,
    ({ rows }) =>
      new Set(rows.flat().flatMap((cell) => numeralsOf(cell).map(({ value }) => Math.abs(value)))),
  );
}

// A table stands beside many texts and is read once.
function keptOf<T>(kept: WeakMap<Table, T>, table: Table, make: (table: Table) => T): T {
  const made = kept.get(table) ?? make(table);
  kept.set(table, made);
  return made;
}

function readColumns(table: Table): Column[] {
  return table.header.slice(1).map((_, i) => {
    const index = i + 1;
    const figures = table.rows.flatMap((row) => {
      const text = row[index] ?? "";
      // "3 of 4" is a share too.
      const share = /^(\d+) of (\d+)$/.exec(text);
      const value = share
        ? Math.round((100 * Number(share[1])) / Number(share[2]))
        : numberOf(text.replace(/ \[\w+\]$/, ""));
      return Number.isNaN(value) ? [] : [{ name: row[0]!, value, text }];
    });
    const without = table.rows.filter((row) => status.test(row[index] ?? "")).length;
    return { table, index, figures, without };
  });
}

/** Columns of figures, not of limits and counts. */
function valueColumns(table: Table): Column[] {
  return allColumns(table).filter(
    ({ index, figures, without }) =>
      figures.length + without > 0 &&
      !/limit|numerator|denominator|^period$|^note$/i.test(table.header[index]!),
  );
}
