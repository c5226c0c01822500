import { TellableError } from "../../../loaders/store/safe-message.js";
import { assumedOf } from "../assumed.js";
import { changeFault, findNarrow } from "../audit-table.js";
import type { Fault } from "../cell.js";
import { type Change, findSmallChanges, join, type Twice, unchanged } from "../earlier.js";
import type { Audit, Target } from "../finding.js";
import { contradictionText, type Given, type Settled, settle } from "../settle.js";
import { Contradiction, System } from "../system.js";
import { type Merged, mergeFigures } from "./agree.js";
import { intervalFaults } from "./averages.js";
import { type Area, type BuiltFigure, keyOf } from "./built-figure.js";
import { differingTables, figuresOf, locate, type TableName } from "./changed-tables.js";
import { addCity } from "./city.js";
import {
  alikeOf,
  type City,
  type CityCount,
  type CityOptions,
  type CityRule,
  type FigureName,
  figuresOfCount,
} from "./counts.js";
import { withFlux } from "./flux.js";
import { gapFaults } from "./gaps.js";
import { isPublished, type Knowledge, ownLevels } from "./knowledge.js";
import type { Built } from "./read-built.js";
import { textFaults } from "./texts.js";
import { statisticFaults, strayFaults, understood } from "./understood.js";

export interface BuiltKnowledge {
  knowledge: Knowledge;
  /** Exact figures that outsiders have from elsewhere. */
  known?: readonly BuiltFigure[] | undefined;
  /** Earlier publications, in any order. */
  before?: readonly Built[] | undefined;
}

/** What an attack on a built edition found, and where. */
export interface BuiltAudit extends Audit {
  /** What was found in tables that an earlier publication showed otherwise: these tables, sorted. */
  changedTables: TableName[];
  /** Figures of periods in progress whose change since an earlier publication tells of a few children. */
  changingFigures: FigureName[];
  /** How many faults and findings are not of such tables. */
  elsewhere: number;
}

/** A suppressed count of the city, or what is left over between two. */
interface CityTarget extends Target {
  of: CityCount[];
}

/** A count of the city in an earlier publication and now. */
interface CityTwice extends Twice {
  count: CityCount;
  key: string;
  /** Whether it changes as most of its kind do. */
  inFlux: boolean;
}

/** Attacks all files of a built edition together, with what outsiders know and what was published before. */
export async function auditBuilt(
  built: Built,
  rule: CityRule,
  { knowledge, known = [], before = [] }: BuiltKnowledge,
): Promise<BuiltAudit> {
  const { merged, faults } = mergeFigures(built.figures);
  const system = new System();
  const options: CityOptions = { areas: built.areas, knowledge, rule };
  const now = addCity(system, merged.values(), options);
  const unused = addKnown(system, now, known, options);
  const changes: Change<CityTwice>[] = [];
  const changed: TableName[] = [];
  try {
    let settled = await settle(system);
    for (const [number, earlier] of distinct(built, before).entries()) {
      const old = mergeFigures(earlier.figures).merged;
      const differing = differingTables(old, merged);
      changed.push(...differing);
      const figures = figuresOf(old.values(), differing);
      changes.push(...addEarlier(system, now, earlier.areas, figures, number, options));
    }
    if (before.length) settled = together(settled, await settle(system));
    closeChanged(now, settled.given);
    const findings = await findNarrow(system, targetsOf(now), rule);
    const small = await findSmallChanges(system, changes, rule);
    const others = [
      ...unplacedFaults(built),
      ...strangeAreaFaults(built, merged),
      ...besideFaults(built, merged, knowledge),
      ...textFaults(built.texts, built.areas, merged),
      ...basisFaults(merged, knowledge),
      ...faults,
      ...now.faults,
      ...gapFaults(merged, knowledge),
      ...intervalFaults(merged.values(), knowledge),
      ...statisticFaults(merged, knowledge),
      ...strayFaults(built.stray, built.areas, merged, knowledge),
    ];
    const [changing, corrected] = [true, false].map((flux) => small.filter(({ of }) => of.inFlux === flux));
    const findingCounts = [
      ...findings.map(({ target }) => target.of),
      ...corrected!.map(({ of }) => [of.count]),
    ];
    const { changedTables, elsewhere } = locate(
      findingCounts,
      changed,
      [...merged.values()].map(({ period }) => period),
    );
    const assumed = assumedOf(settled, [...unused, ...shownBeforeNotes(now)]);
    return {
      cells: merged.size,
      suppressed: [...merged.values()].filter(({ status }) => status === "suppressed").length,
      faults: [
        ...others,
        ...small.map((change) => changeFault("this publication and an earlier one", change)),
      ],
      findings,
      understood,
      notes: assumed.notes,
      reservations: assumed.reservations,
      assumed: assumed.summary,
      changedTables,
      changingFigures: changing!.flatMap(({ of }) => figuresOfCount(of.key, of.count)),
      elsewhere: others.length + elsewhere,
    };
  } catch (error) {
    if (!(error instanceof Contradiction)) throw error;
    throw new TellableError(
      `${built.folder}: ${contradictionText(system, error)}\nThe files contradict each other. Build them again from one refresh.`,
    );
  }
}

/** What was settled first, and then beside earlier publications. What was left of the first was presumed again. */
function together(first: Settled, later: Settled): Settled {
  const presumed = { ...later.presumed };
  for (const { about, given, isLess } of first.given) if (!isLess) presumed[about] += given;
  return { presumed, given: [...first.given, ...later.given] };
}

/** What was shown before tells nothing of a count that is seen to have changed. */
function closeChanged({ counts }: City, given: readonly Given[]): void {
  const changed = new Set(given.map(({ group }) => group));
  for (const count of counts.values()) if (changed.has(`${count.name}${unchanged}`)) count.wasShown = false;
}

function shownBeforeNotes({ counts }: City): string[] {
  const shown = [...counts.values()].filter(({ wasShown }) => wasShown).length;
  return shown
    ? [`${shown} counts are suppressed that an earlier publication showed: that cannot be taken back.`]
    : [];
}

function targetsOf({ counts, rests }: City): CityTarget[] {
  const hidden = [...counts.values()].filter(
    (count) => count.isSuppressed && count.ofChildren && count.shown === "suppressed" && !isOpen(count),
  );
  return [
    ...hidden.map((count) => ({ ...count, of: [count] })),
    ...rests.filter(({ of }) => !of.every(isOpen)),
  ];
}

/** No secret any more, whatever is suppressed now. */
function isOpen({ isKnown, wasShown }: CityCount): boolean {
  return isKnown || wasShown;
}

/**
 * What outsiders know exactly replaces what is shown roundly; it is no secret any more. Returns what was not used: it
 * contradicts what is shown, so it is another count than ours, and ours is a secret as before.
 */
function addKnown(system: System, now: City, known: readonly BuiltFigure[], options: CityOptions): string[] {
  const unused: string[] = [];
  const exact: CityRule = {
    ...options.rule,
    roundTo: 1,
    smallestCount: 1,
    allOrNothingFrom: undefined,
    smallestDenominator: undefined,
  };
  const scratch = new System();
  const theirs = addCity(
    scratch,
    mergeFigures(known.map((f) => ({ ...f, value: undefined }))).merged.values(),
    {
      ...options,
      rule: exact,
    },
  );
  for (const [key, { shown }] of theirs.counts) {
    const ours = now.counts.get(key);
    if (!ours || typeof shown !== "number") continue;
    const { lower, upper } = system.variables[ours.variable]!;
    if (shown < lower || shown > upper)
      unused.push(`What is said to be known of ${ours.name} is not what is shown, and was not used.`);
    else {
      ours.isKnown = true;
      system.narrow(ours.variable, shown, shown);
    }
  }
  return unused;
}

/** Adds figures of an earlier publication. Returns the changes of counts that are seen here alone. */
function addEarlier(
  system: System,
  now: City,
  areas: readonly Area[],
  figures: readonly Merged[],
  number: number,
  options: CityOptions,
): Change<CityTwice>[] {
  const then = addCity(system, figures, {
    ...options,
    areas: areas.length ? areas : options.areas,
    when: `, publication ${number + 1} before`,
  });
  const both = [...then.counts].flatMap(([key, before]) => {
    const count = now.counts.get(key);
    // Points that children lack are never shown as such, so that no change of them can be seen.
    return count && (count.ofChildren || count.shown !== undefined)
      ? [{ name: count.name, count, before, now: count, key, alike: alikeOf(key) }]
      : [];
  });
  const pairs: CityTwice[] = withFlux(both);
  for (const { before, count } of pairs)
    if (typeof before.shown === "number" && count.shown === "suppressed") count.wasShown = true;
  // Whoever publishes a count exactly shows how it changes, whatever is shown here.
  return join(system, pairs).filter(({ of }) => !of.count.isKnown);
}

/** Publications that differ from this one and from each other in their figures. */
function distinct(built: Built, before: readonly Built[]): Built[] {
  const text = ({ figures }: Built) => JSON.stringify(figures.map(({ place: _, ...figure }) => figure));
  const seen = new Set([text(built)]);
  return before.filter((earlier) => {
    const own = text(earlier);
    if (seen.has(own)) return false;
    seen.add(own);
    return true;
  });
}

function unplacedFaults({ unplaced, unread }: Built): Fault[] {
  return [
    ...unread.map((file) => ({
      place: file,
      cell: "a file",
      problem: "cannot be audited, as it is of a kind that the audit does not read",
    })),
    ...unplaced.map(({ place, missing }) => ({
      place,
      cell: "a figure",
      problem: `cannot be audited, as it cannot be told what its ${missing} is`,
    })),
  ];
}

/** Areas of another year's boundaries, say: what they have in common with the others is not known, so neither is what it tells. */
function strangeAreaFaults({ areas }: Built, merged: ReadonlyMap<string, Merged>): Fault[] {
  const known = new Set(areas.map(({ level, code }) => `${level} ${code}`));
  return [...merged.values()]
    .filter(({ level, area }) => below.includes(level) && !known.has(`${level} ${area}`))
    .map(({ place, name }) => ({
      place,
      cell: name,
      problem: "cannot be audited, as its area is not in open-data/areas.csv, which says what it is part of",
    }));
}

const below = ownLevels.filter((level) => level !== "city");

/** What is suppressed has no number: a value or interval left beside it is there for whoever opens the file. */
function besideFaults(
  { figures }: Built,
  merged: ReadonlyMap<string, Merged>,
  knowledge: Knowledge,
): Fault[] {
  return figures.flatMap((figure): Fault[] => {
    if (figure.status !== "suppressed" || isPublished(figure, knowledge)) return [];
    const shown = (["numerator", "denominator", "value", "lower", "upper"] as const).find(
      (what) => typeof figure[what] === "number",
    );
    const { name } = merged.get(keyOf(figure))!;
    return shown
      ? [{ place: figure.place, cell: name, problem: `is suppressed, and yet its ${shown} is there` }]
      : [];
  });
}

function basisFaults(merged: ReadonlyMap<string, Merged>, knowledge: Knowledge): Fault[] {
  return [...merged.values()]
    .filter(
      (figure) =>
        figure.basis === "published" && ownLevels.includes(figure.level) && !isPublished(figure, knowledge),
    )
    .map(({ place, name }) => ({
      place,
      cell: name,
      problem: "says that its source has published it, but only open sources have, and only for the city",
    }));
}
