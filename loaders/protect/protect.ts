import { formatCount, formatDecimal } from "../../components/words/numbers.js";
import type { Indicator } from "../registry/indicator.js";
import type { Policy } from "../registry/policy.js";
import type { Source } from "../registry/source.js";
import { type Database, literal, type Row } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { checkBorder } from "./border.js";
import { readKnown } from "./known.js";
import { policyText } from "./policy-text.js";
import type { Figure, PublicFigure } from "./protect-figure.js";
import { type ProtectionRules, protectFigures } from "./protect-figures.js";
import { createTable, type PublicTable, publicTables } from "./tables.js";

export interface ProtectContext extends ProtectionRules {
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
    service: await analysis.rows("SELECT id, kind, ward, record FROM service ORDER BY id"),
    postcode: await analysis.rows(
      "SELECT postcode, ward, latitude, longitude FROM postcode_place ORDER BY postcode",
    ),
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
 * Reads the figures that a policy may let out, with how many contributors are behind them, and besides them the categories that a shown gap is the difference of.
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
    `FROM observation LEFT JOIN contributors USING (indicator, level, area, period, breakdown, category)
     WHERE (${levels.join(" OR ")}) AND indicator IN (${policy.publish.indicators.map(literal).join(", ")})`,
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
  const directories = sources.filter(({ kind }) => kind === "directory").map(({ id }) => id);
  const used = new Set([...figures.map((f) => f.source), ...directories]);
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
