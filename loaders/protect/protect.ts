import { group } from "d3";
import { formatCount, formatDecimal } from "../../components/words/numbers.js";
import { type Breakdown, type Indicator, notKnown } from "../registry/indicator.js";
import { mayBePublished, type Policy } from "../registry/policy.js";
import type { Source } from "../registry/source.js";
import { type Database, literal, type Row } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { type Before, nothingBefore } from "./before.js";
import { checkBorder } from "./border.js";
import { isKnownBy, type KnownFigure, readKnown } from "./known.js";
import { policyText } from "./policy-text.js";
import {
  type Figure,
  heldFigure,
  type PublicFigure,
  protectFigure,
  protectGap,
  suppressedFigure,
} from "./protect-figure.js";
import { nameOf, type Remedies } from "./sets.js";
import { createTable, type PublicTable, publicTables } from "./tables.js";
import { protectTogether, type Single, type Together } from "./together.js";

export interface ProtectContext {
  policy: Policy;
  indicators: Indicator[];
  sources: Source[];
  /** Whether figures are suppressed beside others, so that none can be worked out; else each is protected by itself. */
  together: boolean;
  /** What was published before, which figures that are protected together are set beside. */
  before?: Before | undefined;
  /** What must be done so that nothing is told beside what was published before. */
  remedies?: Remedies | undefined;
  log?: (line: string) => void;
}

/**
 * Fills the publishable database with what the policy lets out of the analysis database, and checks the border.
 *
 * Figures counted here, and all figures below the city, are protected; figures that an open source has published for
 * the city and its comparators pass unchanged. Throws, leaving the database as it was, if the policy
 * names an indicator that cannot be protected, or if anything that may not leave was about to.
 */
export async function protect(
  analysis: Database,
  publishable: Database,
  { policy, indicators, sources, together, before, remedies, log = () => {} }: ProtectContext,
): Promise<void> {
  checkPolicy(policy, indicators);
  const levels = Object.keys(policy.publish.levels);
  const areas = await analysis.rows<{ code: string; parent: string | null }>("SELECT code, parent FROM area");
  const known = await readKnown(analysis, policy, sources);
  const {
    figures,
    beside: suppressedBeside,
    held,
    cost,
    bound,
  } = await protectFigures(await readFigures(analysis, policy, indicators), {
    policy,
    indicators,
    sources,
    together,
    before,
    remedies,
    known,
    parentOf: new Map(areas.flatMap(({ code, parent }) => (parent === null ? [] : [[code, parent]]))),
  });
  const published = indicators.filter((i) => policy.publish.indicators.includes(i.id));
  const shown = [...levels, "region", "country", "neighbour"].map(literal).join(", ");
  const tables: Record<PublicTable, object[]> = {
    observation: figures,
    area: await analysis.rows(`FROM area WHERE level IN (${shown}) ORDER BY level, code`),
    area_tree: await analysis.rows("SELECT DISTINCT ward, locality, city FROM area_tree ORDER BY ALL"),
    area_shape: await analysis.rows(`FROM area_shape WHERE level IN (${shown}) ORDER BY level, code`),
    indicator: await analysis.rows(
      `FROM indicator WHERE id IN (${published.map((i) => literal(i.id)).join(", ")}) ORDER BY position`,
    ),
    source: await readSourceRows(analysis, sources, figures),
    setting: await analysis.rows(settings),
    policy: policyText(policy, indicators, known),
  };
  await publishable.transaction(async () => {
    for (const [table, rows] of Object.entries(tables)) await write(publishable, table as PublicTable, rows);
    await checkBorder(publishable, { policy, indicators });
  });
  const suppressed = figures.filter((f) => f.status === "suppressed").length;
  const loss = bound > 0 ? ` (loss ${formatDecimal(cost / bound, 2)} times the bound)` : "";
  const beside = together
    ? `, ${formatCount(suppressedBeside.size)} of them so that others cannot be worked out${loss}`
    : "";
  log(
    `protect   ${formatCount(figures.length)} figures by the policy “${policy.id}”, ${formatCount(suppressed)} suppressed${beside}`,
  );
  if (held.length)
    log(
      `protect   as published before, because what changed since would tell of a few children: ${held.join("; ")}`,
    );
}

/** What the protection of figures needs. */
export interface FiguresContext extends Omit<ProtectContext, "log"> {
  /** By code of an area, the area that it is part of. */
  parentOf: ReadonlyMap<string, string>;
  /** The figures of which others publish a count exactly. */
  known?: readonly KnownFigure[] | undefined;
}

/** What was made of figures together. */
export interface Protected {
  figures: PublicFigure[];
  /** The figures that are suppressed only so that others cannot be worked out. */
  beside: ReadonlySet<Figure>;
  /** Names of the sets of figures that stay as they were published. */
  held: string[];
  /** What is lost by suppression, in no unit, and what at least is lost by any that protects as much. */
  cost: number;
  bound: number;
}

const alone: Together = {
  hidden: new Set(),
  held: new Set(),
  isHeld: () => false,
  isLeftOut: () => false,
  cost: 0,
  bound: 0,
};

/**
 * Protects figures: each by itself, then, together, so that what is suppressed cannot be worked out from the rest. Gaps
 * are made from the protected percentages of the indicator that they rest on.
 */
export async function protectFigures(
  figures: Figure[],
  {
    policy,
    indicators,
    sources,
    together,
    before = nothingBefore,
    remedies = { hold: [], hide: [] },
    known = [],
    parentOf,
  }: FiguresContext,
): Promise<Protected> {
  const indicatorOf = new Map(indicators.map((i) => [i.id, i]));
  const open = new Set(
    sources.filter((s) => s.kind !== "records" && s.sensitivity === "open").map((s) => s.id),
  );
  const ordered = [...figures].sort(byKey);
  const hide = new Set(remedies.hide.map(nameOf));
  const singles = ordered.flatMap((figure): { figure: Figure; made: PublicFigure }[] => {
    const indicator = indicatorOf.get(figure.indicator)!;
    if (isPublishedAlready(figure, indicator, indicatorOf, open))
      return [{ figure, made: { ...figure, basis: "published" } }];
    if (indicator.gap) return [];
    const made = protectFigure(figure, indicator, policy);
    return [{ figure, made: hide.has(nameOf(figure)) ? suppressedFigure(figure) : made }];
  });
  const candidates = singles
    .filter(
      ({ figure, made }) =>
        made.basis === "protected" &&
        (isAllowed(figure, policy) || isBehindGap(figure)) &&
        // Of few children the group is not known. Where the policy does not say that it must stay a secret how many, no
        // secret may rest on it: a reader takes the groups that are shown to be all.
        (figure.category !== notKnown || isWithheldByPolicy(figure, policy)),
    )
    .map(({ figure, made }) => ({
      figure,
      made,
      indicator: indicatorOf.get(figure.indicator)!,
      primary: made.status === "suppressed",
      withheld: isWithheld(figure, policy),
      rides: false,
    }));
  const ridden = rideTogether(candidates);
  const { hidden, held, isHeld, isLeftOut, cost, bound } = together
    ? await protectTogether(candidates, {
        policy,
        indicators,
        parentOf,
        open,
        isKnown: isKnownBy(known),
        before,
        hold: remedies.hold,
        isAllowed: (figure) => isAllowed(figure, policy),
      })
    : alone;
  const suppressed = new Set([
    ...hidden,
    ...candidates.filter(({ primary }) => primary).map(({ figure }) => figure),
  ]);
  for (const [average, shares] of ridden)
    if (shares.some((share) => suppressed.has(share))) suppressed.add(average);
  const beside = new Set<Figure>();
  const made = singles.map(({ figure, made }) => {
    if (!suppressed.has(figure) || made.status === "suppressed") return made;
    const left = suppressedFigure(figure);
    beside.add(left);
    return left;
  });
  hideTellingIntervals(made, indicatorOf);
  const madeOf = new Map(made.map((figure) => [keyOf(figure), figure]));
  const gaps = ordered.flatMap((figure) => {
    const { gap } = indicatorOf.get(figure.indicator)!;
    if (!gap || madeOf.has(keyOf(figure))) return [];
    const side = (category: string) =>
      madeOf.get(keyOf({ ...figure, indicator: gap.indicator, breakdown: gap.breakdown, category }));
    return [protectGap(figure, side(gap.of), side(gap.minus), policy)];
  });
  const renewed = [...made, ...gaps].filter(
    (f) =>
      isAllowed(f, policy) &&
      (f.basis === "published" || !(isWithheld(f, policy) || isHeld(f) || isLeftOut(f))),
  );
  const published = new Set(renewed.map(keyOf));
  // Publications once told a source by its title.
  const sourceOf = new Map(sources.flatMap(({ id, title }) => [[title, id] as const, [id, id] as const]));
  const kept = before.served
    .filter((figure) => isHeld(figure) && !published.has(keyOf(figure)))
    .map((figure) => heldFigure({ ...figure, source: sourceOf.get(figure.source ?? "") ?? null }));
  return {
    figures: [...renewed, ...kept].sort(byKey),
    beside,
    held: [...held],
    cost,
    bound,
  };

  // A shown gap lets a reader set its two sides against each other, even at a level where they are not shown.
  function isBehindGap({ indicator, breakdown, level }: Figure): boolean {
    return indicators.some(
      ({ id, gap }) =>
        gap?.indicator === indicator &&
        gap.breakdown === breakdown &&
        isAllowed({ indicator: id, breakdown: "all", level }, policy),
    );
  }
}

/**
 * Lets averages ride with the shares of the same children: either is suppressed if the other is. An average near the
 * end of its scale tells how few children are away from it, and so how few can be left over of a share; and as sums of
 * points add up over areas and categories just as counts do, a lone hidden average could be worked out from those around
 * it. Suppressed together with its share, it stands in no sum by itself, as the share does not. Returns each average's shares.
 */
function rideTogether(candidates: Single[]): Map<Figure, Figure[]> {
  const childrenOf = ({ figure, indicator }: Single) =>
    keyOf({ ...figure, indicator: JSON.stringify([indicator.period, indicator.records?.denominator]) });
  const shares = group(
    candidates.filter(({ indicator }) => indicator.kind === "proportion" && indicator.records),
    childrenOf,
  );
  const ridden = new Map<Figure, Figure[]>();
  for (const average of candidates) {
    const same = average.indicator.kind === "mean" ? shares.get(childrenOf(average)) : undefined;
    if (!same) continue;
    average.rides = true;
    if (average.primary) for (const share of same) share.primary = true;
    ridden.set(
      average.figure,
      same.map(({ figure }) => figure),
    );
  }
  return ridden;
}

/**
 * Leaves out the intervals of averages of an indicator and period of which any average is suppressed. An interval tells the
 * sum of squares behind an average, and squares add up over areas and categories as counts do: from those around a hidden
 * group its own could be worked out, and from its squares how many children are away from an end of the scale.
 */
function hideTellingIntervals(made: PublicFigure[], indicatorOf: ReadonlyMap<string, Indicator>): void {
  const isAverage = ({ indicator, basis }: PublicFigure) =>
    basis === "protected" && indicatorOf.get(indicator)!.kind === "mean";
  const setOf = ({ indicator, period }: PublicFigure) => `${indicator}\u0000${period}`;
  const averages = made.filter(isAverage);
  const telling = new Set(averages.filter(({ status }) => status === "suppressed").map(setOf));
  for (const average of averages) if (telling.has(setOf(average))) average.lower = average.upper = null;
}

/** A figure for the city or a comparator that an open source has published. */
function isPublishedAlready(
  figure: Figure,
  indicator: Indicator,
  indicatorOf: ReadonlyMap<string, Indicator>,
  open: ReadonlySet<string>,
): boolean {
  const queried = [
    ...indicator.published,
    ...(indicator.gap ? indicatorOf.get(indicator.gap.indicator)!.published : []),
  ];
  return (
    isOutsideOrCity(figure.level) &&
    open.has(figure.source ?? "") &&
    queried.some((p) => p.source === figure.source)
  );
}

function isAllowed(figure: Pick<Figure, "indicator" | "level" | "breakdown">, policy: Policy): boolean {
  const level = isOutsideOrCity(figure.level) ? "city" : figure.level;
  return mayBePublished(policy, { ...figure, level });
}

/** Whoever is in no group is no group: that is never shown, and a policy may name more. */
function isWithheld(figure: Figure, policy: Policy): boolean {
  return figure.category === notKnown || isWithheldByPolicy(figure, policy);
}

function isWithheldByPolicy({ breakdown, category }: Figure, { publish }: Policy): boolean {
  return publish.withheld[breakdown as Breakdown]?.includes(category) ?? false;
}

function isOutsideOrCity(level: string): boolean {
  return ["city", "region", "country", "neighbour"].includes(level);
}

function byKey(a: Figure, b: Figure): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

function keyOf(f: Figure): string {
  return [f.indicator, f.level, f.area, f.period_start, f.period, f.breakdown, f.category].join("\u0000");
}

function checkPolicy(policy: Policy, indicators: Indicator[]): void {
  const place = `data/policy/${policy.id}.yaml: publish.indicators`;
  for (const id of policy.publish.indicators) {
    const indicator = indicators.find((i) => i.id === id);
    if (!indicator)
      throw new TellableError(`${place}: no indicator has the id “${id}”. Correct it, or remove it.`);
    if (indicator.kind === "rate")
      throw new TellableError(
        `${place}: “${id}” counts events, and how many children are behind them is not known. Remove it.`,
      );
    if (indicator.gap && !policy.publish.indicators.includes(indicator.gap.indicator))
      throw new TellableError(
        `${place}: “${id}” is a gap of “${indicator.gap.indicator}”, which is not published. Add that, or remove “${id}”.`,
      );
  }
}

/**
 * Reads the figures that a policy may let out, and besides them the categories that a shown gap is the difference of.
 * `analysis` is the analysis database.
 */
export function readFigures(analysis: Database, policy: Policy, indicators: Indicator[]): Promise<Figure[]> {
  const behindGaps = indicators.flatMap((i) =>
    i.gap && policy.publish.indicators.includes(i.id) ? [i.gap.breakdown] : [],
  );
  const levels = Object.entries(policy.publish.levels).map(([level, divided]) => {
    const names = level === "city" ? "'city', 'region', 'country', 'neighbour'" : literal(level);
    const breakdowns = ["all", ...(divided ?? []), ...behindGaps];
    return `(level IN (${names}) AND breakdown IN (${breakdowns.map(literal).join(", ")}))`;
  });
  return analysis.rows<Figure>(
    `FROM observation WHERE (${levels.join(" OR ")}) AND indicator IN (${policy.publish.indicators.map(literal).join(", ")})`,
  );
}

// A setting whose name is withheld has its place withheld too, whatever the register's row says.
const settings = `
  SELECT urn, name, provider_type, provider_subtype, places, judgement, inspection_date, opens_at, closes_at, weeks_open,
    CASE WHEN name IS NOT NULL THEN ward END AS ward,
    CASE WHEN name IS NOT NULL THEN latitude END AS latitude,
    CASE WHEN name IS NOT NULL THEN longitude END AS longitude
  FROM setting ORDER BY urn`;

async function readSourceRows(
  analysis: Database,
  sources: Source[],
  figures: PublicFigure[],
): Promise<Row[]> {
  const used = new Set([...figures.map((f) => f.source), "settings-register"]);
  const dates = await analysis.rows<{ source: string; as_of: string }>(
    "SELECT source, max(as_of) AS as_of FROM extract GROUP BY source",
  );
  return sources
    .filter((s) => used.has(s.id))
    .map((s) => ({
      source: s.id,
      title: s.title,
      licence: s.licence,
      as_of: dates.find((d) => d.source === s.id)?.as_of ?? null,
      page: s.page ?? null,
    }));
}

const batch = 20_000;

async function write(db: Database, table: PublicTable, rows: object[]): Promise<void> {
  await db.run(createTable(table));
  const columns = Object.keys(publicTables[table]);
  const types = JSON.stringify([publicTables[table]]);
  for (let at = 0; at < rows.length; at += batch)
    await db.run(
      `INSERT INTO ${table} BY NAME SELECT ${columns.join(", ")} FROM (SELECT unnest(from_json($1, ${literal(types)}), recursive := true))`,
      [JSON.stringify(rows.slice(at, at + batch))],
    );
}
