/** How a text ends or begins that says that it is a total. */
export const totalWords = ["otal", "OTAL"];

/** What programs write for nothing, and no person does. */
export const nullWords = ["NULL", "null", "(null)", "[NULL]", "<NA>", "\\N", "nan", "NaN", "NaT"];

const numberSign = 0x23;
const noBreakSpace = Buffer.from("\u00a0");
const totals = totalWords.map((word) => Buffer.from(word));
/** Without those within which another of them stands. */
const nulls = nullWords
  .filter((word) => !nullWords.some((other) => other !== word && word.includes(other)))
  .map((word) => Buffer.from(word));

/**
 * Which of what later steps look for in texts the bytes of a text table hold at all: to look through bytes is much quicker than
 * to ask of each cell, and what none holds needs not be asked for.
 */
export class Traces {
  /** A number sign, with which what a spreadsheet writes for an error begins. */
  errors = false;
  /** The word total. */
  totals = false;
  /** A word that programs write for nothing. */
  nullWords = false;
  noBreakSpaces = false;

  /** Looks at some bytes, which begin and end between cells. */
  see(bytes: Buffer): void {
    this.errors ||= bytes.includes(numberSign);
    this.totals ||= totals.some((word) => bytes.includes(word));
    this.nullWords ||= nulls.some((word) => standsAlone(bytes, word));
    this.noBreakSpaces ||= bytes.includes(noBreakSpace);
  }
}

/** Whether a word stands among bytes without a letter before or behind it, as nan does within finance. */
function standsAlone(bytes: Buffer, word: Buffer): boolean {
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1))
    if (!isLetter(bytes[at - 1]) && !isLetter(bytes[at + word.length])) return true;
  return false;
}

function isLetter(byte: number | undefined): boolean {
  const small = (byte ?? 0) | 0x20;
  return small >= 0x61 && small <= 0x7a;
}
