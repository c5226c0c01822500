import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { formatDecimal } from "../components/words/numbers.js";
import { estimateFrom, fromOwnRecords, fromSample, nothingLinked } from "../loaders/link/estimate.js";
import { levelName } from "../loaders/link/model/levels.js";
import { readModel, saveParameters } from "../loaders/link/model/model-file.js";
import type { Level, Model } from "../loaders/link/model/schema.js";
import { modelFile } from "../loaders/link/probabilistic.js";
import { chooseInbox } from "../loaders/refresh/choose-inbox.js";
import { Database } from "../loaders/store/database.js";
import { withLock } from "../loaders/store/lock.js";
import { readManifest } from "../loaders/store/manifest.js";
import { repositoryRoot, storeOf } from "../loaders/store/paths.js";
import { TellableError } from "../loaders/store/safe-message.js";

/**
 * Estimates the linkage model's parameters from the records that the last refresh of an inbox linked, and saves them in the
 * model file. Returns, in lines to read, what they were and are. No refresh runs meanwhile; the next links by them.
 */
export async function estimateParameters(
  inbox: string | undefined,
  log: (line: string) => void,
  file = modelFile,
): Promise<string[]> {
  const store = storeOf(inbox ?? chooseInbox());
  if (!existsSync(store.identity)) throw new TellableError(nothingLinked);
  const before = readModel(file);
  const after = await withLock(
    join(store.folder, "refresh.lock"),
    async () => {
      const db = await Database.open(store.identity);
      try {
        return await estimateFrom(db, before, {
          on: new Date().toISOString().slice(0, 10),
          from: (readManifest(store)?.sample ?? true) ? fromSample : fromOwnRecords,
          log,
        });
      } finally {
        db.close();
      }
    },
    (holder) => log(`waiting for a refresh that is at work (${holder})`),
  );
  saveParameters(file, after);
  return [
    ...changesInLines(before, after),
    "",
    `Saved in ${relative(repositoryRoot, file)}. The next refresh links by these parameters.`,
  ];
}

/** The match weight of each level in bits, before and after. */
function changesInLines(before: Model, after: Model): string[] {
  const row = (name: string, old: number | undefined, now: number | undefined): string =>
    [
      name.padEnd(48),
      ...[old, now].map((bits) => (bits === undefined ? "–" : formatDecimal(bits, 2)).padStart(8)),
    ].join("");
  const prior = ({ prior }: Model): number | undefined => prior && Math.log2(prior / (1 - prior));
  return [
    `${"match weight in bits".padEnd(48)}  before   after`,
    row("two records at random", prior(before), prior(after)),
    ...after.comparisons.flatMap(({ name, levels }, c) =>
      levels.flatMap((level, i) => {
        const bits = bitsOf(level);
        if (bits === undefined) return [];
        return [row(`${name}: ${levelName(level)}`, bitsOf(before.comparisons[c]!.levels[i]), bits)];
      }),
    ),
  ];
}

function bitsOf(level: Level | undefined): number | undefined {
  return level?.m !== undefined && level.u ? Math.log2(level.m / level.u) : undefined;
}
