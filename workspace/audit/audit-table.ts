import { basename } from "node:path";
import { TellableError } from "../../loaders/store/safe-message.js";
import { assumedOf } from "./assumed.js";
import { attack, type Derived } from "./attack.js";
import { addCounts, type Counts, type Fault, type Showing, tell } from "./cell.js";
import { columnDependencies } from "./dependent-columns.js";
import { type Change, findSmallChanges, join, type SmallChange, type Twice } from "./earlier.js";
import { explain } from "./explain.js";
import type { Audit, Finding, Target } from "./finding.js";
import { type Hierarchy, hierarchiesOf } from "./hierarchies.js";
import { foundBy, insidersOf, seenBy, type Truth, truthOf } from "./insiders.js";
import { addRanks } from "./ranks.js";
import type { Cell, Table } from "./read-published.js";
import type { Rule } from "./rule.js";
import { contradictionText, settle } from "./settle.js";
import { Contradiction, System } from "./system.js";
import { addTableEquations } from "./table-equations.js";

const mostExplained = 20;

/** The statistics that an audit of a table understands; readTable refuses other columns of numbers. */
const understood = [
  "counts",
  "denominators and what is left over of them",
  "percentages with their interval",
  "ranks",
];

/**
 * Attacks a table, with what outsiders know besides and what was published before. Where the policy is for insiders, `truth`
 * says who is alone in a suppressed count, or the only contributor to it; each of them attacks it too.
 */
export async function auditTable(
  table: Table,
  rule: Rule,
  {
    known,
    before,
    truth,
  }: { known?: Table | undefined; before?: Table | undefined; truth?: Table | undefined } = {},
): Promise<Audit> {
  for (const other of [known, before, truth]) if (other) checkSameColumns(table, other);
  const system = new System();
  const now = addTable(system, table, rule, "", known);
  const changes: Change[] = [];
  if (before) {
    const earlier = addTable(system, before, rule, ", before");
    changes.push(...join(system, pairsOf(table, now, before, earlier)));
  }
  const isKnown = new Set(
    known?.cells.map((cell) => JSON.stringify(reordered(cell.categories, known, table))),
  );
  const targets = table.cells
    .filter((cell) => !isKnown.has(JSON.stringify(cell.categories)))
    .flatMap((cell) => targetsOf(table, cell, now.counts.get(JSON.stringify(cell.categories))!));
  const isRow = new Set(table.cells.map((cell) => JSON.stringify(cell.categories)));
  const absent = [...now.counts].flatMap(([key, counts]) =>
    isRow.has(key) || isKnown.has(key) ? [] : absentTargets(table, JSON.parse(key) as string[], counts),
  );
  try {
    const besides = [...sumNotes(table, rule, known), ...insiderNotes(rule, truth)];
    const assumed = assumedOf(await settle(system), besides);
    const findings = [
      ...(await findNarrow(system, targets, rule)),
      ...(await findNarrow(
        system,
        absent,
        rule,
        ({ lower, upper }) => lower >= 1 && upper < rule.smallestCount,
      )),
      ...(await findByInsiders(system, targets, rule, truth && truthByVariable(table, truth, now))),
    ];
    const small = await findSmallChanges(system, changes, rule);
    return {
      cells: table.cells.length,
      suppressed: table.cells.filter((c) => c.count === "suppressed" || c.denominator === "suppressed")
        .length,
      faults: [
        ...now.faults,
        ...small.map((change) => changeFault(`${table.file} and ${before!.file}`, change)),
      ],
      findings,
      understood,
      notes: assumed.notes,
      reservations: assumed.reservations,
      assumed: assumed.summary,
    };
  } catch (error) {
    if (!(error instanceof Contradiction)) throw error;
    throw new TellableError(
      `${table.file}: ${contradictionText(system, error)}\nCorrect the counts, or say in the policy's hierarchies which categories add up to which; if rows were left out that are not of nobody, write missing: unknown.`,
    );
  }
}

/** Targets that can be derived more closely than the policy allows, each with what gives it away. */
export async function findNarrow<T extends Target>(
  system: System,
  targets: readonly T[],
  rule: Rule,
  matters: (derived: Derived) => boolean = () => true,
): Promise<(Finding & { target: T })[]> {
  const enough = rule.protectionInterval;
  const derived = await attack(
    system,
    targets.map((target) => target.variable),
    { enough },
  );
  const narrow = targets.filter(({ variable }) => {
    const interval = derived.get(variable)!;
    return interval.upper - interval.lower < enough && matters(interval);
  });
  const findings: (Finding & { target: T })[] = [];
  for (const target of narrow) {
    const { variable, name, place } = target;
    const explanation = findings.length < mostExplained ? await explain(system, variable, enough) : undefined;
    findings.push({
      target,
      cell: name,
      place,
      derived: derived.get(variable)!,
      because: explanation?.equations.map((e) => system.equations[e]!.why) ?? [],
    });
  }
  return findings;
}

async function findByInsiders(
  system: System,
  targets: readonly Target[],
  rule: Rule,
  truth: Truth | undefined,
): Promise<Finding[]> {
  if (!rule.insiders || !truth) return [];
  const findings: Finding[] = [];
  for (const insider of insidersOf(system, targets, truth)) {
    const others = targets.filter(({ variable }) => !insider.knows.has(variable));
    findings.push(...foundBy(insider, await findNarrow(seenBy(system, insider), others, rule)));
  }
  return findings;
}

function truthByVariable(table: Table, truth: Table, { counts }: Added): Truth {
  const cells = truth.cells.flatMap((cell) => {
    const own = counts.get(JSON.stringify(reordered(cell.categories, truth, table)));
    return own ? [{ values: truthOf(own, cell), isOfOne: cell.contributors === 1 }] : [];
  });
  return {
    values: new Map(cells.flatMap(({ values }) => values)),
    single: cells.flatMap(({ values, isOfOne }) => (isOfOne ? [values.map(([variable]) => variable)] : [])),
  };
}

function insiderNotes({ insiders }: Rule, truth: Table | undefined): string[] {
  return insiders && !truth
    ? [
        "The policy is for insiders, and the table does not say who is alone in a suppressed count: give the true counts with --true",
      ]
    : [];
}

/** A change that shows that a few children came or went, between the two places. */
export function changeFault(place: string, { of, before, now, lower, upper }: SmallChange): Fault {
  return {
    place,
    cell: of.name,
    problem: `was shown as ${before} and is shown as ${now}: ${differenceText(lower, upper)}`,
  };
}

function differenceText(lower: number, upper: number): string {
  const way = lower > 0 ? "more" : "fewer";
  const [least, most] = [Math.abs(lower), Math.abs(upper)].sort((a, b) => a - b) as [number, number];
  return `${least === most ? least : `${least} to ${most}`} ${most === 1 ? "child" : "children"} ${way}`;
}

interface Added {
  counts: Map<string, Counts>;
  faults: Fault[];
}

function addTable(system: System, table: Table, rule: Rule, when: string, known?: Table): Added {
  const counts = new Map<string, Counts>();
  const faults: Fault[] = [];
  const hasDenominator = isOfShares(table);
  for (const cell of table.cells) {
    const name = nameOf(table, cell.categories) + when;
    const variables = addCounts(system, name, { hasDenominator, isPart: true });
    counts.set(JSON.stringify(cell.categories), variables);
    faults.push(...tell(system, name, variables, showingOf(table, cell), rule));
  }
  if (known) addKnown(system, table, known, counts);
  const hierarchies = hierarchiesOf(table, rule, known);
  if (known) refuseStrange(known, table, hierarchies);
  addTableEquations(
    system,
    table,
    hierarchies,
    counts,
    (categories) => {
      const variables = addCounts(system, `${nameOf(table, categories)}${when}, which is not in the table`, {
        hasDenominator,
        isPart: true,
      });
      // Whoever counts writes no row for nobody; a sum can be left out for other reasons.
      const isSum = categories.some((category, d) => hierarchies[d]!.sums.has(category));
      if (rule.missing !== "unknown" && !isSum)
        for (const variable of [variables.count, variables.denominator])
          if (variable !== undefined) presumeNobody(system, variable);
      return variables;
    },
    when,
  );
  for (const { row, categories } of addRanks(
    system,
    table,
    (cell) => counts.get(JSON.stringify(cell.categories))!,
    rule,
  ))
    faults.push({
      place: `${table.file} row ${row}`,
      cell: nameOf(table, categories) + when,
      problem:
        "has a rank though its count is suppressed, and what is ranked cannot be told, so that the audit does not know what it tells: suppress the rank too",
    });
  return { counts, faults };
}

/** Whether counts are shares of denominators, shown or not: a percentage is of something. */
function isOfShares({ hasDenominator, cells }: Table): boolean {
  return hasDenominator || cells.some(({ percentage }) => percentage);
}

// A reader takes it so until what is shown contradicts it: a table can leave out a level altogether.
function presumeNobody(system: System, variable: number): void {
  const { name } = system.variables[variable]!;
  system.add({
    terms: [{ variable, times: 1 }],
    lower: 0,
    upper: 0,
    why: `${name}, is of nobody`,
    presumed: { group: `${name}, is of nobody`, firm: 2, about: "missing rows" },
  });
}

function showingOf({ file }: Table, cell: Cell): Showing {
  return {
    place: `${file} row ${cell.row}`,
    count: cell.count,
    denominator: cell.denominator,
    percentage: cell.percentage,
  };
}

function addKnown(system: System, table: Table, known: Table, counts: Map<string, Counts>): void {
  for (const cell of known.cells) {
    const key = JSON.stringify(reordered(cell.categories, known, table));
    const variables =
      counts.get(key) ??
      addCounts(system, nameOf(known, cell.categories), {
        hasDenominator: isOfShares(table),
        isPart: true,
      });
    counts.set(key, variables);
    if (cell.count === "suppressed")
      throw new TellableError(
        `${known.file}: row ${cell.row}, column count: is c. Write what is known, or remove the row.`,
      );
    if (typeof cell.count === "number") system.narrow(variables.count, cell.count, cell.count);
    if (typeof cell.denominator === "number" && variables.denominator !== undefined)
      system.narrow(variables.denominator, cell.denominator, cell.denominator);
  }
}

// A category that nothing else has, as where a name is spelt otherwise, would count for nothing.
function refuseStrange(
  known: Table,
  { file, dimensions, cells }: Table,
  hierarchies: readonly Hierarchy[],
): void {
  for (const [d, dimension] of dimensions.entries()) {
    const at = known.dimensions.indexOf(dimension);
    const { sums, isGiven, found } = hierarchies[d]!;
    const familiar = new Set([
      ...cells.map(({ categories }) => categories[d]!),
      ...sums.keys(),
      ...(isGiven ? [...sums.values()].flat() : []),
      ...found.map(({ total }) => total),
    ]);
    const strange = known.cells.find(({ categories }) => !familiar.has(categories[at]!));
    if (strange)
      throw new TellableError(
        `${known.file}: row ${strange.row}: neither ${file} nor the policy's hierarchies have this ${dimension}, so nothing tells how it hangs together with the table. Write it as the table does, or name it in hierarchies as a sum or a part of one.`,
      );
  }
}

function pairsOf(table: Table, now: Added, before: Table, earlier: Added): Twice[] {
  const old = new Map(
    before.cells.map((cell) => [JSON.stringify(reordered(cell.categories, before, table)), cell]),
  );
  return table.cells.flatMap((cell) => {
    const key = JSON.stringify(cell.categories);
    const was = old.get(key);
    if (!was) return [];
    const name = nameOf(table, cell.categories);
    const [a, b] = [earlier.counts.get(JSON.stringify(was.categories))!, now.counts.get(key)!];
    const count: Twice = {
      name,
      before: { variable: a.count, shown: was.count },
      now: { variable: b.count, shown: cell.count },
    };
    if (a.denominator === undefined || b.denominator === undefined) return [count];
    return [
      count,
      {
        name: `${name}: denominator`,
        before: { variable: a.denominator, shown: was.denominator },
        now: { variable: b.denominator, shown: cell.denominator },
      },
    ];
  });
}

function targetsOf(table: Table, cell: Cell, { count, denominator, rest }: Counts): Target[] {
  const name = nameOf(table, cell.categories);
  const place = `${table.file} row ${cell.row}`;
  const isHidden = (shown: unknown) => shown === "suppressed";
  return [
    ...(isHidden(cell.count) ? [{ variable: count, name, place }] : []),
    ...(isHidden(cell.denominator) ? [{ variable: denominator!, name: `${name}: denominator`, place }] : []),
    ...(rest !== undefined && (isHidden(cell.count) || isHidden(cell.denominator))
      ? [{ variable: rest, name: `${name}: left over`, place }]
      : []),
  ];
}

/** What two published sums leave between them can be a small count too, though no row is of it. */
function absentTargets(table: Table, categories: string[], counts: Counts): Target[] {
  const name = `${nameOf(table, categories)}, which is not in the table`;
  const of = { count: "", denominator: ": denominator", rest: ": left over" } as const;
  return (["count", "denominator", "rest"] as const).flatMap((what) =>
    counts[what] === undefined
      ? []
      : [{ variable: counts[what], name: `${name}${of[what]}`, place: table.file }],
  );
}

function sumNotes(table: Table, rule: Rule, known: Table | undefined): string[] {
  const hierarchies = hierarchiesOf(table, rule, known);
  const dependent = new Set(columnDependencies(table, hierarchies).map(({ column }) => column));
  const first = table.cells[0]!.categories;
  const without = table.dimensions.filter(
    (_, d) =>
      hierarchies[d]!.sums.size === 0 &&
      !hierarchies[d]!.found.length &&
      !rule.hierarchies?.[table.dimensions[d]!] &&
      !dependent.has(d) &&
      table.cells.some(({ categories }) => categories[d] !== first[d]),
  );
  return [
    ...hierarchies.flatMap(({ found }, d) =>
      found.slice(0, 1).map(({ total, parts }) => foundNote(table.dimensions[d]!, total, parts)),
    ),
    ...(without.length
      ? [
          `Nothing is taken to add up over ${without.join(", ")}: no category there is called Total or All, and the policy's hierarchies name none. If that is so, say it there: ${without.map((name) => `${name}: {}`).join(", ")}`,
        ]
      : []),
  ];
}

function foundNote(dimension: string, total: string, parts: string[] | undefined): string {
  const taken = parts
    ? `“${total}” is taken to be the sum of ${parts.length} others`
    : `“${total}” must be taken to be the sum of others, in several levels that the audit does not tell apart`;
  return `${dimension}: ${taken}, as the numbers are so and the policy says nothing. Name the sums in its hierarchies, or say that nothing adds up: ${dimension}: {}`;
}

function checkSameColumns(table: Table, other: Table): void {
  const missing = table.dimensions.find((dimension) => !other.dimensions.includes(dimension));
  if (missing !== undefined)
    throw new TellableError(
      `${basename(other.file)}: has no column “${missing}”, which ${table.file} has. Give it the same dimension columns.`,
    );
  const added = other.dimensions.find((dimension) => !table.dimensions.includes(dimension));
  if (added !== undefined)
    throw new TellableError(
      `${basename(other.file)}: has a column “${added}”, which ${table.file} has not. Give it the same dimension columns.`,
    );
}

function reordered(categories: string[], from: Table, to: Table): string[] {
  return to.dimensions.map((dimension) => categories[from.dimensions.indexOf(dimension)]!);
}

function nameOf({ dimensions }: Table, categories: string[]): string {
  return dimensions.map((dimension, d) => `${dimension} ${categories[d]}`).join(", ");
}
