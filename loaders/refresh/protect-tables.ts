import { renameSync, rmSync } from "node:fs";
import { publicationsIn, publishedBefore } from "../protect/before.js";
import { protect } from "../protect/protect.js";
import type { Remedies } from "../protect/sets.js";
import { contentOf } from "../store/content.js";
import { Database } from "../store/database.js";
import type { Manifest, StepEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { isSound } from "../store/sound.js";
import { forgetStep, readStep } from "../store/steps.js";
import type { Protection } from "./plans.js";
import type { Registry } from "./registry.js";
import type { Tools } from "./tools.js";

export interface ProtectOptions {
  /** The folder of what was published: figures are protected together and beside it. */
  publications?: string | undefined;
  remedies?: Remedies | undefined;
}

/**
 * Makes the publishable database from the analysis database, afresh beside the old one, and puts it in its place whole.
 * `measured` is by table what the analysis database holds for figures, as a hash; `last` the manifest's word on the publishable database.
 * Returns what it holds now, as a hash; undefined if that failed, so that the old one stays.
 */
export async function protectTables(
  store: Store,
  { policy, indicators, sources }: Registry,
  measured: Readonly<Record<string, string>>,
  last: Manifest["publishable"],
  { publications, remedies }: ProtectOptions,
  { plans, databases, runner, log }: Tools,
): Promise<string | undefined> {
  const analysis = await databases.analysis();
  // What is not as it was written is made again.
  if (!last || !isSound(store.publishable, last)) await forgetStep(analysis, "protect");
  const done = await readStep(analysis, "protect");
  const before = protectionOf(done, true);
  const isSame = done?.fingerprint === plans.protect(measured, before).fingerprint;
  const protection = protectionFor({ publications, remedies }, isSame ? done : undefined);
  const protectedNow = await runner.run(
    "protect",
    analysis,
    plans.protect(measured, protection),
    async () => {
      const next = `${store.publishable}.next`;
      const discard = (): void => {
        for (const part of [next, `${next}.wal`]) rmSync(part, { force: true });
      };
      discard();
      const publishable = await Database.open(next);
      let content: string;
      try {
        await protect(analysis, publishable, {
          policy,
          indicators,
          sources,
          together: protection.together,
          before: publications === undefined ? undefined : publishedBefore(publications, policy),
          remedies,
          log,
        });
        content = await contentOf(publishable);
        // Closing says nothing where the disk is full, and leaves what it could not write in a log beside the file.
        await publishable.run("CHECKPOINT");
      } catch (error) {
        publishable.close();
        discard();
        throw error;
      }
      publishable.close();
      renameSync(next, store.publishable);
      return content;
    },
  );
  return protectedNow?.detail;
}

/**
 * Whether figures were protected together and beside all publications that count: one that has come since shows just
 * these figures. Not if one of them is gone, or something must be done to figures.
 */
export function isFitToPublish(
  protection: StepEntry | undefined,
  { publications, remedies }: ProtectOptions,
): boolean {
  if (protection?.inputs.together !== "yes" || remedies || publications === undefined) return false;
  const kept = publicationsIn(publications);
  return (protection.inputs.beside ?? "").split(" ").every((name) => name === "" || kept.includes(name));
}

/** `current`: the last protection, where it is of these figures and was together. Figures that were protected together stay so. */
function protectionFor(
  { publications, remedies }: ProtectOptions,
  current: StepEntry | undefined,
): Protection {
  if (publications === undefined || (current && isFitToPublish(current, { publications, remedies })))
    return protectionOf(current, current !== undefined);
  return {
    together: true,
    beside: publicationsIn(publications).join(" "),
    remedies: remedies ? JSON.stringify(remedies) : "",
  };
}

function protectionOf(done: StepEntry | undefined, together: boolean): Protection {
  return { together, beside: done?.inputs.beside ?? "", remedies: done?.inputs.remedies ?? "" };
}
