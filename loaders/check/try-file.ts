import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { formatList, plural } from "../../components/words/format.js";
import { hashOf } from "../files/hash-of.js";
import { ExtractRefused } from "../files/refused.js";
import { claims, periodOf, type Snapshot } from "../pull/choose.js";
import { knownName } from "../pull/known-name.js";
import { filePatterns } from "../registry/location.js";
import type { Source } from "../registry/source.js";
import { Database } from "../store/database.js";
import type { SourceEntry } from "../store/manifest.js";
import { storeOf } from "../store/paths.js";
import { type CheckedExtract, check } from "./check.js";
import type { Profile } from "./profile.js";

/** What a source would make of a file. */
export interface Trial {
  source: Source;
  /** Whether its patterns name the file. */
  isNamed: boolean;
  /** Why it would be refused, with what to do; undefined if it would be taken. */
  problem?: string;
  extract?: CheckedExtract;
  /** What would be set aside: rows by column and reason. */
  faults: { column: string | null; reason: string; rows: number }[];
}

/**
 * Tries a file with every source, in a store of its own that is gone afterwards: those whose patterns name it first, then
 * those that can read it. `before` gives the deliveries of a source that a file which its patterns name is compared with. Nothing
 * of a cell is told.
 */
export async function tryFile(
  file: string,
  sources: readonly Source[],
  before: (source: Source) => Promise<readonly Profile[]> = async () => [],
): Promise<Trial[]> {
  const sha256 = await hashOf(file);
  const folder = mkdtempSync(join(tmpdir(), "try-"));
  const db = await Database.open(":memory:");
  try {
    const trials: Trial[] = [];
    for (const source of sources) {
      const isNamed = claims(source, basename(file));
      const earlier = isNamed ? await before(source) : [];
      trials.push({
        source,
        isNamed,
        ...(await trialOf(source, { file, sha256, folder, db, before: earlier })),
      });
    }
    const rank = ({ isNamed, problem }: Trial): number => (isNamed ? 0 : 2) + (problem === undefined ? 0 : 1);
    return trials.sort((a, b) => rank(a) - rank(b));
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function trialOf(
  source: Source,
  {
    file,
    sha256,
    folder,
    db,
    before,
  }: { file: string; sha256: string; folder: string; db: Database; before: readonly Profile[] },
): Promise<Pick<Trial, "problem" | "extract" | "faults">> {
  const name = basename(file);
  const { size: bytes } = statSync(file);
  const snapshot: Snapshot = {
    source: source.id,
    period: periodOf(source, name) ?? null,
    file,
    sha256,
    name: knownName({ path: name, bytes }, [source]),
    bytes,
    dates: { covers: null, published: null, received: new Date().toISOString().slice(0, 10) },
    said: null,
  };
  const store = { ...storeOf(folder), folder, snapshots: join(folder, "snapshots") };
  try {
    const { extracts } = await db.transaction(() => check(source, [snapshot], db, { store, before }));
    const faults = await db.rows<Trial["faults"][number]>(
      `SELECT "column", CASE WHEN rule = 'duplicate' THEN 'is the same as another row' ELSE reason END AS reason,
        count(DISTINCT "row")::INTEGER AS rows
      FROM quarantine WHERE source = $1 GROUP BY ALL ORDER BY rows DESC, 1, 2`,
      [source.id],
    );
    return { ...(extracts[0] && { extract: extracts[0] }), faults };
  } catch (error) {
    if (!(error instanceof ExtractRefused)) throw error;
    return { problem: `${error.problem} ${error.remedy}`, faults: [] };
  }
}

/**
 * The other sources of which a file that its own source refuses could be an extract, in a sentence; undefined where none can
 * read most of its rows.
 */
export async function proposeSource(
  { file, sha256 }: Pick<Snapshot, "file" | "sha256">,
  own: Source,
  sources: readonly Source[],
): Promise<string | undefined> {
  const others = sources.filter(({ id }) => id !== own.id);
  // Of an extract from which a child was erased only a text is left.
  if (!others.length || !existsSync(file)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "try-"));
  const db = await Database.open(":memory:");
  try {
    const able: string[] = [];
    for (const source of others) {
      const { extract } = await trialOf(source, { file, sha256, folder, db, before: [] });
      if (extract && extract.rows > extract.rejected)
        able.push(`${source.id} (whose files are called ${patternsOf(source)})`);
    }
    if (!able.length) return undefined;
    return `By its columns it could be an extract of ${able.slice(0, mostOthers).join(" or ")}: if it is, rename it.`;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const patternsOf = (source: Source): string =>
  filePatterns(source)
    .map((pattern) => `“${pattern}”`)
    .join(", ");

/** Sources whose trial is told in full, and those that are told in a line. */
const mostOthers = 5;

/** What `npm run try` prints (`figuresOf` names the indicators that rest on a source): which source would take the file and why not the others, and what would come of it. */
export function trialLines(
  trials: readonly Trial[],
  entries: Readonly<Record<string, SourceEntry>>,
  figuresOf: (source: Source) => readonly string[] = () => [],
): string[] {
  const named = trials.filter(({ isNamed }) => isNamed);
  const able = trials.filter(({ isNamed, problem }) => !isNamed && problem === undefined);
  const [taker] = named;
  const lines: string[] = [];
  if (!taker) lines.push("No source has files of such a name.");
  if (named.length > 1)
    lines.push(
      `The sources ${named.map(({ source }) => source.id).join(" and ")} both recognise its name. Write narrower patterns under location.files in one of them.`,
    );
  for (const trial of named)
    lines.push("", ...fullLines(trial, entries[trial.source.id], figuresOf(trial.source)));
  if (able.length) {
    lines.push("", "Not by its name, but by its columns it could be an extract of:");
    for (const { source, extract } of able.slice(0, mostOthers))
      lines.push(`  ${source.id}: ${rowsOf(extract)}; its files are called ${patternsOf(source)}.`);
    if (!taker) lines.push("Rename the file, or add a pattern under location.files in that source’s file.");
    if (able.length > mostOthers) lines.push(`  and ${able.length - mostOthers} more`);
  }
  const others = trials.filter(({ isNamed, problem }) => !isNamed && problem !== undefined);
  if (!taker && !able.length && others.length) {
    lines.push("", "No source can read it. Nearest, by the columns that it lacks:");
    for (const { source, problem } of nearest(others).slice(0, mostOthers))
      lines.push(`  ${source.id}: ${problem}`);
    lines.push("", "Describe it as a new source with: npm run describe -- <file>");
  } else if (others.length)
    lines.push("", `${others.length} other sources cannot read it: they lack columns that they need.`);
  return lines;
}

function fullLines(
  { source, problem, extract, faults }: Trial,
  entry: SourceEntry | undefined,
  figures: readonly string[],
): string[] {
  if (problem !== undefined)
    return [`${source.id} (${source.title}) recognises its name and would refuse it:`, `  ${problem}`];
  if (!extract) return [];
  const before = (entry?.extracts ?? []).find(
    ({ period }) => period?.toLowerCase() === extract.period?.toLowerCase(),
  );
  return [
    `${source.id} (${source.title}) would take it.`,
    `  Layout: ${extract.layout}`,
    ...(extract.period === null ? [] : [`  Period: ${extract.period}`]),
    `  Rows: ${rowsOf(extract)}`,
    ...faults.map(({ column, reason, rows }) => `    ${rows} × ${column ? `“${column}” ` : ""}${reason}`),
    ...extract.remarks.map((sentence) => `  ${sentence}`),
    before
      ? `  In use now: ${before.name} with ${before.rows} rows and ${before.rejected} set aside.`
      : "  Nothing of its period is in use now.",
    ...(figures.length
      ? [`  ${plural(figures.length, "indicator")} may move with it: ${formatList(figures)}.`]
      : []),
  ];
}

const rowsOf = (extract: CheckedExtract | undefined): string =>
  `${extract?.rows ?? 0} in use, ${extract?.rejected ?? 0} set aside`;

/** Those that found a header, and lacked the fewest columns, first. */
function nearest(trials: readonly Trial[]): Trial[] {
  const found = ({ problem }: Trial): number => (problem!.includes("No header was found") ? 1 : 0);
  const lacked = ({ problem }: Trial): number => problem!.split(". ")[0]!.split(",").length;
  return [...trials].sort((a, b) => found(a) - found(b) || lacked(a) - lacked(b));
}
