import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { formatCount } from "../../../components/words/numbers.js";
import { readKnown as readKnownCounts } from "../../../loaders/protect/known.js";
import { currentCode, readCity } from "../../../loaders/registry/city.js";
import { readIndicators } from "../../../loaders/registry/indicator.js";
import { type Policy, readPolicy } from "../../../loaders/registry/policy.js";
import { readSources, type Source } from "../../../loaders/registry/source.js";
import { Database } from "../../../loaders/store/database.js";
import { currentStore } from "../../../loaders/store/paths.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { foundLines, isSafe, reportLines } from "../report.js";
import { auditBuilt } from "./audit-built.js";
import { type BuiltFigure, figureOf } from "./built-figure.js";
import type { TableName } from "./changed-tables.js";
import type { FigureName } from "./counts.js";
import { knowledgeOf } from "./knowledge.js";
import { readBuilt, readFigures, withCurrentCodes } from "./read-built.js";

/** What an attack on a built folder found. */
export interface SiteAttack {
  safe: boolean;
  /** For the screen. */
  lines: string[];
  /** What was found, a line each; part of `lines`. */
  found: string[];
  /** To be kept beside a publication. It holds no figure. */
  summary: Record<string, unknown>;
  /** What was found in tables that an earlier publication showed otherwise: these tables, sorted. */
  changedTables: TableName[];
  /** Figures of periods in progress whose change since an earlier publication tells of a few children. */
  changingFigures: FigureName[];
  /** How many faults and findings are not of such tables. */
  elsewhere: number;
}

export interface SiteOptions {
  policy?: Policy;
  /** Exact figures that outsiders know; else what of the store in use open sources publish, where the policy says so. */
  known?: readonly BuiltFigure[];
}

/** Attacks a built public edition by the policy in force, with the folders of what was published before. */
export async function attackSite(
  site: string,
  before: readonly string[] = [],
  { policy = readPolicy(), known }: SiteOptions = {},
): Promise<SiteAttack> {
  const sources = readSources();
  const indicators = readIndicators(sources);
  const knowledge = knowledgeOf(indicators, sources);
  const isIndicator = (id: string) => knowledge.indicators.has(id);
  const city = readCity();
  const read = async (folder: string) =>
    withCurrentCodes(await readBuilt(folder, isIndicator), (level, code) => currentCode(city, level, code));
  const built = await read(site);
  const earlier = await Promise.all(before.map(read));
  const audit = await auditBuilt(built, policy, {
    knowledge,
    known: known ?? (await publishedByOthers(policy, sources)),
    before: earlier,
  });
  const files = built.files.map(({ file, figures }) => `  ${file}: ${formatCount(figures)} figures`);
  return {
    safe: isSafe(audit),
    lines: [
      "Read together:",
      ...(files.length ? files : ["  no file holds a figure"]),
      ...(earlier.length ? [`  and ${earlier.length} earlier publications`] : []),
      ...reportLines(audit, "The public edition", policy),
    ],
    found: foundLines(audit),
    summary: {
      safe: isSafe(audit),
      policy: policy.id,
      protectionInterval: policy.protectionInterval,
      files: built.files.length,
      figures: audit.cells,
      suppressed: audit.suppressed,
      earlierPublications: earlier.length,
      shownThoughSuppressed: audit.faults.length,
      derivable: audit.findings.length,
    },
    changedTables: audit.changedTables,
    changingFigures: audit.changingFigures,
    elsewhere: audit.elsewhere,
  };
}

/** The counts in the store in use that others publish exactly, as protection takes them to be known. */
async function publishedByOthers(policy: Policy, sources: readonly Source[]): Promise<BuiltFigure[]> {
  const { analysis } = currentStore();
  if (!existsSync(analysis)) return [];
  const db = await Database.open(analysis, { readOnly: true });
  try {
    return (await readKnownCounts(db, policy, sources)).flatMap(({ by: _, ...row }) => {
      const figure = figureOf(row, "known", {});
      return "missing" in figure ? [] : [{ ...figure, basis: "protected" }];
    });
  } finally {
    db.close();
  }
}

/** Figures in a file, as outsiders know them: the columns of open data and an indicator, exact. */
export async function readKnown(file: string): Promise<BuiltFigure[]> {
  const indicators = new Set(readIndicators().map((indicator) => indicator.id));
  const { figures, unplaced } = await readFigures(file, (id) => indicators.has(id));
  if (unplaced.length || !figures.length)
    throw new TellableError(
      `${unplaced[0] ? `${unplaced[0].place}: has no ${unplaced[0].missing}` : `${file}: holds no figures`}. Give it the columns indicator, level, area, period, breakdown, category, numerator and denominator.`,
    );
  return figures.map((figure) => ({ ...figure, basis: "protected" }));
}

/** Built editions in a folder: the folder itself, or the publications that it keeps. */
export function editionsIn(folder: string): string[] {
  const isEdition = (path: string) => existsSync(join(path, "index.html"));
  if (!existsSync(folder)) throw new TellableError(`${folder}: there is no such folder. Correct the name.`);
  if (isEdition(folder)) return [folder];
  return readdirSync(folder)
    .sort()
    .filter((name) => !lstatSync(join(folder, name)).isSymbolicLink())
    .flatMap((name) => [join(folder, name, "site"), join(folder, name)].filter(isEdition).slice(0, 1));
}
