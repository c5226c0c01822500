/**
 * A whole extract that cannot be used. The message tells the file, what is wrong and what to do,
 * and holds no value of a cell.
 */
export class ExtractRefused extends Error {
  override name = "ExtractRefused";

  constructor(
    /** What may be told of its file name. */
    readonly file: string,
    readonly sha256: string,
    /** What is wrong, in a sentence. */
    readonly problem: string,
    /** What to do, in a sentence. */
    readonly remedy: string,
    /** Whether it is so whatever else was delivered. */
    readonly byItself = false,
  ) {
    super(`${file}: ${problem} ${remedy}`);
  }
}

/** What is wrong with an extract, told by a reader that does not know which delivery it reads. */
export class Unusable extends Error {
  override name = "Unusable";

  constructor(
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${problem} ${remedy}`);
  }
}
