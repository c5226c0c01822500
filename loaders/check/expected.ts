import { formatCount } from "../../components/words/numbers.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { tellEmptier } from "./compare.js";
import type { Profile } from "./profile.js";

/**
 * What is otherwise in a delivery than its source expects, in sentences without a value of a cell. Throws Unusable where the
 * source refuses such a delivery, or one with columns that are emptier than ever before.
 */
export function tellUnexpected(source: Source, now: Profile, earlier: readonly Profile[]): string[] {
  const registry = `data/sources/${source.id}.yaml`;
  const told = unexpected(source, now);
  if (told.length && source.expects?.otherwise === "refuse")
    throw new Unusable(
      told.join(" "),
      `Ask the supplier for a corrected extract. If it is right, correct expects in ${registry}.`,
    );
  const emptier =
    source.accept.emptierColumns === "refuse"
      ? source.columns.flatMap(({ name }) => tellEmptier(name, now, earlier))
      : [];
  if (emptier.length)
    throw new Unusable(
      emptier.join(" "),
      `Ask the supplier for them. If they are empty for good, let ${registry} say accept: { emptierColumns: tell } until it has been taken.`,
    );
  return told;
}

function unexpected({ expects }: Source, now: Profile): string[] {
  if (!expects) return [];
  const told: string[] = [];
  const all = now.rows + now.rejected;
  const [least, most] = expects.rows ?? [0, Number.POSITIVE_INFINITY];
  if (all < least || all > most)
    told.push(
      `It has ${formatCount(all)} ${all === 1 ? "row" : "rows"}; ${formatCount(least)} to ${formatCount(most)} are expected.`,
    );
  for (const [name, share] of Object.entries(expects.filled ?? {})) {
    const filled = now.columns[name]?.filled ?? 0;
    if (now.rows && filled < now.rows * share)
      told.push(
        `${name} is filled in ${percent(filled / now.rows)} of its rows; at least ${percent(share)} are expected.`,
      );
  }
  return told;
}

const percent = (share: number): string => `${Math.floor(share * 100)}%`;
