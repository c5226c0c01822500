/** What a refresh that found nothing to do said, and hands over. */
export interface LastOutcome {
  /** What it told on the screen. */
  lines: string[];
  /** What it told the process that started it. */
  news?: object;
  /** By page data set, the file that holds it. */
  pages?: Record<string, string>;
  /** What the process ends with; 0 where left out. */
  code?: number;
  /** The folder of the store that was looked at. */
  store?: string;
}

/** How lastCheck and beginCheck name page data sets that are asked for. */
export const pagesAsked: string;

/** How lastCheck and beginCheck name a refresh from an inbox, else from the one that is chosen. */
export function askedOf(inbox: string | undefined): string;

/**
 * What was said when all files that a refresh may read were as they are now, on this day, and it found nothing to do;
 * undefined if that never was. `asked`: what was asked for, in a word.
 */
export function lastCheck(asked: string): LastOutcome | undefined;

/**
 * Looks at all files before a refresh. `keep` remembers that it found nothing to do, if none of them was touched meanwhile or
 * just before.
 */
export function beginCheck(asked: string): { keep(timeZone: string, outcome: LastOutcome): void };

/** Notes in a store's folder that there was nothing to do, where that has been noted before. */
export function noteLookIn(folder: string): void;
