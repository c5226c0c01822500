import { copyFileSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { formatList, plural } from "../components/words/format.js";
import { type Move, moveInWords } from "../components/words/moves.js";
import { readMoves } from "../loaders/measure/figure-moves.js";
import { refresh } from "../loaders/refresh/refresh.js";
import type { Indicator } from "../loaders/registry/indicator.js";
import type { Source } from "../loaders/registry/source.js";
import { Database } from "../loaders/store/database.js";
import { readManifest } from "../loaders/store/manifest.js";
import type { Store } from "../loaders/store/paths.js";
import { standIns, withStandIn } from "../loaders/store/stand-in.js";

/** What a refresh with one more file would come to. */
export interface FiguresWithFile {
  /** Whole figures of the country, the city, its localities and wards, and of the city's groups, that would be others. */
  moves: Move[];
  /** Why the source would not use the file. */
  refused: string[];
  /** Steps that would fail, and why. */
  failures: string[];
}

/**
 * Refreshes a copy of a store with one more file of a source, and tells what would move. The store is only read; the copy, which
 * holds what it holds, is gone afterwards. Takes as long as a refresh with the file.
 */
export async function figuresWithFile(
  store: Store,
  file: string,
  { id }: Pick<Source, "id">,
  log: (line: string) => void = () => {},
): Promise<FiguresWithFile> {
  return withStandIn(
    store,
    { name: "with-a-file", hasOwnKey: false, lay: (other) => copyStore(store, other) },
    async (other) => {
      // What is not up to date by itself is none of the file's doing.
      const before = await refresh({ inbox: other.inbox, log });
      copyFileSync(file, join(other.inbox, basename(file)));
      const { manifest } = await refresh({ inbox: other.inbox, log });
      const known = new Set(before.manifest.sources[id]?.refused.map(({ sha256 }) => sha256));
      const failed = new Set(before.manifest.failures.map(({ step }) => step));
      return {
        moves: await movesSince(other, before.manifest.refreshedAt),
        refused: (manifest.sources[id]?.refused ?? [])
          .filter(({ sha256 }) => !known.has(sha256))
          .map(({ reason }) => reason),
        failures: manifest.failures.filter(({ step }) => !failed.has(step)).map(({ reason }) => reason),
      };
    },
  );
}

/** An extract that is gone from the inbox stays in use, so that the copy needs none of those that lie there. */
function copyStore(store: Store, other: Store): void {
  mkdirSync(other.inbox, { recursive: true, mode: 0o700 });
  mkdirSync(other.folder, { recursive: true, mode: 0o700 });
  const own = (name: string): boolean =>
    join(store.folder, name) !== standIns(store) && !name.endsWith(".lock");
  for (const name of readdirSync(store.folder).filter(own))
    cpSync(join(store.folder, name), join(other.folder, name), { recursive: true, preserveTimestamps: true });
}

async function movesSince({ analysis }: Store, time: string): Promise<Move[]> {
  const db = await Database.open(analysis, { readOnly: true });
  try {
    return (await readMoves(db)).filter(({ at }) => at > time);
  } finally {
    db.close();
  }
}

/** What a refresh with one more file would come to, in lines: of each indicator the city's figure, and how many others move. */
export function figureLines(
  { moves, refused, failures }: FiguresWithFile,
  indicators: readonly Indicator[],
  city: string,
): string[] {
  const lines = [...refused, ...failures].map((reason) => `  A refresh with it would fail: ${reason}`);
  const moved = indicators.flatMap((indicator) => {
    const own = moves.filter(({ indicator: id }) => id === indicator.id);
    return own.length ? [[indicator, own] as const] : [];
  });
  if (!moved.length)
    return [...lines, `  No whole figure of ${city}, its localities or wards would move with it.`];
  lines.push("  Figures that would move with it:");
  for (const [indicator, own] of moved) {
    const whole = own.find(({ level }) => level === "city");
    const others = (["locality", "ward"] as const).flatMap((level) => {
      const n = own.filter((move) => move.level === level).length;
      return n
        ? [plural(n, level === "ward" ? "ward" : "locality", level === "ward" ? "wards" : "localities")]
        : [];
    });
    const besides = others.length ? `${whole ? "; also" : ""} of ${formatList(others)}` : "";
    lines.push(`    ${indicator.shortName}: ${whole ? cityLine(whole, city, indicator) : ""}${besides}`);
  }
  return lines;
}

function cityLine(move: Move, city: string, about: Pick<Indicator, "unit" | "chance">): string {
  const { from, to, verdict, why } = moveInWords(move, about);
  return `${city} ${from} → ${to}: ${verdict}, ${why}`;
}
