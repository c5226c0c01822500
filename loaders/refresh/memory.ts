import { totalmem } from "node:os";
import { TellableError } from "../store/safe-message.js";

const least = 512;

/**
 * Megabytes that the databases of a refresh may take together before they move work to disk, beside themselves in the store:
 * what EARLY_YEARS_MEMORY says, else half of what the machine, or the container, has. Throws a TellableError if it is no number.
 */
export function databaseMemory(
  given = process.env.EARLY_YEARS_MEMORY,
  there = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
): number {
  if (given === undefined || given === "") return Math.max(least, Math.floor(there / 2 ** 21));
  const megabytes = Number(given);
  if (!Number.isInteger(megabytes) || megabytes < least)
    throw new TellableError(
      `EARLY_YEARS_MEMORY must be a whole number of megabytes, ${least} or more. Correct it, or leave it out for half of the machine's memory.`,
    );
  return megabytes;
}

/** The share of it that each database has: those that are open at once have it all together. */
export const shares = { identity: 1 / 2, analysis: 3 / 8, reading: 3 / 8, publishable: 1 / 8 };
