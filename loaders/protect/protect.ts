import type { Indicator } from "../registry/indicator.js";
import type { Policy } from "../registry/policy.js";
import type { Source } from "../registry/source.js";
import { type Database, literal, type Row } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { checkBorder } from "./border.js";
import { type Figure, type PublicFigure, protectFigure, protectGap } from "./figure.js";
import { policyText } from "./policy-text.js";
import { createTable, type PublicTable, publicTables } from "./tables.js";

export interface ProtectContext {
  policy: Policy;
  indicators: Indicator[];
  sources: Source[];
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
  { policy, indicators, sources, log = () => {} }: ProtectContext,
): Promise<void> {
  checkPolicy(policy, indicators);
  const levels = Object.keys(policy.publish.levels);
  const figures = protectFigures(await readFigures(analysis, policy, indicators), {
    policy,
    indicators,
    sources,
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
    policy: policyText(policy),
  };
  await publishable.transaction(async () => {
    for (const [table, rows] of Object.entries(tables)) await write(publishable, table as PublicTable, rows);
    await checkBorder(publishable, { policy, indicators });
  });
  const suppressed = figures.filter((f) => f.status === "suppressed").length;
  log(
    `protect   ${figures.length.toLocaleString("en-GB")} figures by the policy “${policy.id}”, ${suppressed.toLocaleString("en-GB")} suppressed`,
  );
}

/** Protects figures together: gaps are made from the protected percentages of the indicator that they rest on. */
export function protectFigures(
  figures: Figure[],
  { policy, indicators, sources }: Omit<ProtectContext, "log">,
): PublicFigure[] {
  const indicatorOf = new Map(indicators.map((i) => [i.id, i]));
  const open = new Set(
    sources.filter((s) => s.kind !== "records" && s.sensitivity === "open").map((s) => s.id),
  );
  const byKey = new Map<string, PublicFigure>();
  const single = figures.flatMap((figure) => {
    const indicator = indicatorOf.get(figure.indicator)!;
    const queried = [
      ...indicator.published,
      ...(indicator.gap ? indicatorOf.get(indicator.gap.indicator)!.published : []),
    ];
    const isPublished =
      isOutsideOrCity(figure.level) &&
      open.has(figure.source ?? "") &&
      queried.some((p) => p.source === figure.source);
    if (indicator.gap && !isPublished) return [];
    const made: PublicFigure = isPublished
      ? { ...figure, basis: "published" }
      : protectFigure(figure, indicator, policy);
    byKey.set(keyOf(figure), made);
    return [made];
  });
  const gaps = figures.flatMap((figure) => {
    const { gap } = indicatorOf.get(figure.indicator)!;
    if (!gap || byKey.has(keyOf(figure))) return [];
    const side = (category: string) =>
      byKey.get(keyOf({ ...figure, indicator: gap.indicator, breakdown: gap.breakdown, category }));
    return [protectGap(figure, side(gap.of), side(gap.minus), policy)];
  });
  return [...single, ...gaps]
    .filter((f) => isAllowed(f, policy))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function isAllowed({ indicator, level, breakdown }: Figure, { publish }: Policy): boolean {
  const divided = publish.levels[(isOutsideOrCity(level) ? "city" : level) as "city"];
  return (
    publish.indicators.includes(indicator) &&
    divided !== undefined &&
    (breakdown === "all" || (divided as string[]).includes(breakdown))
  );
}

function isOutsideOrCity(level: string): boolean {
  return ["city", "region", "country", "neighbour"].includes(level);
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

// Besides what may be shown, the categories that a shown gap is the difference of.
function readFigures(analysis: Database, policy: Policy, indicators: Indicator[]): Promise<Figure[]> {
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
    "SELECT source, max(modified) AS as_of FROM extract GROUP BY source",
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
