import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { csvParse } from "d3";
import { isPooled } from "../../components/words/pooled-period.js";
import { formatOf } from "../open-data/tables.js";
import { type City, currentCode, readCity } from "../registry/city.js";
import type { Policy } from "../registry/policy.js";
import { fingerprint } from "../store/fingerprint.js";
import type { Figure, PublicFigure } from "./protect-figure.js";
import { type IndicatorPeriod, nameOf } from "./sets.js";

/** What readers have of earlier publications. */
export interface Before {
  /** Whether a count of a figure has been shown as a number: no later suppression can take that back. */
  wasShown: (figure: Figure, count: "numerator" | "denominator", number: number) => boolean;
  /**
   * The protected figures of the publication that is served, if the policy that made them is the one in force: what may
   * stay as it is. A figure's source is told by its id, or by its title where a publication gives that alone.
   */
  served: readonly PublicFigure[];
  /** Indicators with a pooled period of which any publication showed a figure. */
  pools: readonly IndicatorPeriod[];
}

/** Before there has been any publication. */
export const nothingBefore: Before = { wasShown: () => false, served: [], pools: [] };

/** The names of the publications with open data in a folder; none if there is no such folder. */
export function publicationsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith(".next"))
    .map(({ name }) => name)
    .filter((name) => existsSync(openDataOf(folder, name)))
    .sort();
}

/**
 * What the open data of the publications in a folder have shown, and what may stay of them under a policy. Files of every
 * form that was ever published are read.
 */
export function publishedBefore(
  folder: string,
  policy: Policy,
  city: Pick<City, "localities"> = readCity(),
): Before {
  const names = publicationsIn(folder);
  const served = servedIn(folder, names);
  const mayStay = served !== undefined && policyOf(folder, served) === fingerprint(policy);
  const before = { shown: new Set<string>(), served: [] as PublicFigure[] };
  const pools = new Map<string, IndicatorPeriod>();
  for (const name of names) {
    const figures = figuresOf(folder, name, city);
    for (const figure of figures) {
      for (const count of ["numerator", "denominator"] as const)
        if (figure[count] !== null) before.shown.add(keyOf(figure, count, figure[count]));
      const { indicator, period, value } = figure;
      if (value !== null && isPooled(period)) pools.set(`${indicator} ${period}`, { indicator, period });
    }
    if (mayStay && name === served) before.served = figures.filter(({ basis }) => basis === "protected");
  }
  return {
    wasShown: (figure, count, number) => before.shown.has(keyOf(figure, count, number)),
    served: before.served,
    pools: [...pools.values()],
  };
}

/** The publication that is served; where nothing leads to one, the newest. */
function servedIn(folder: string, names: readonly string[]): string | undefined {
  const current = join(folder, "current");
  const served = existsSync(current) ? basename(dirname(realpathSync(current))) : undefined;
  return served !== undefined && names.includes(served) ? served : names.at(-1);
}

/** The fingerprint of the policy that a publication says it was made by. */
function policyOf(folder: string, publication: string): string | undefined {
  const file = join(folder, publication, "publication.json");
  if (!existsSync(file)) return undefined;
  const { policy } = JSON.parse(readFileSync(file, "utf8")) as { policy?: { fingerprint?: string } };
  return policy?.fingerprint;
}

function openDataOf(folder: string, publication: string): string {
  return join(folder, publication, "site", "open-data");
}

function figuresOf(folder: string, publication: string, city: Pick<City, "localities">): PublicFigure[] {
  const openData = openDataOf(folder, publication);
  return readdirSync(openData)
    .filter((file) => file.endsWith(".csv"))
    .flatMap((file) => {
      const rows = csvParse(readFileSync(join(openData, file), "utf8"));
      return rows.columns.includes("denominator")
        ? rows.map((row) => readers[formatOf(rows.columns)](file.replace(/\.csv$/, ""), row, city))
        : [];
    });
}

type Reader = (
  indicator: string,
  row: Record<string, string | undefined>,
  city: Pick<City, "localities">,
) => PublicFigure;

/** By form of the file. */
const readers: Record<1 | 2, Reader> = {
  // A letter in place of a number is told by the status.
  1: (indicator, row, city) => ({
    ...figureOf(indicator, row),
    area: currentCode(city, row.level!, row.area_code!),
  }),
  2: (indicator, row) => figureOf(indicator, row),
};

function figureOf(indicator: string, row: Record<string, string | undefined>): PublicFigure {
  const text = (column: string) => row[column] || null;
  const number = (column: string) => (/^-?\d+(\.\d+)?$/.test(row[column] ?? "") ? Number(row[column]) : null);
  return {
    indicator,
    source: text("source"),
    level: row.level!,
    area: row.area_code!,
    period: text("period"),
    period_start: text("period_start"),
    breakdown: row.breakdown!,
    category: row.category!,
    numerator: number("numerator"),
    denominator: number("denominator"),
    value: number("value"),
    lower: number("lower"),
    upper: number("upper"),
    status: row.status!,
    note: text("note"),
    as_of: text("as_of"),
    basis: row.basis as PublicFigure["basis"],
  };
}

function keyOf(figure: Figure, count: string, number: number): string {
  return [count, number, nameOf(figure)].join("\u0000");
}
