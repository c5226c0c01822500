/** What came of trying a source, as far as it has come. None of it holds a value of a column that may identify somebody. */
export interface SourceTrial {
  id: string;
  isUnderWay: boolean;
  /** Whether it ended, and the source would take what it has. */
  isGood: boolean;
  lines: string[];
  /** A first text of its file, where it had none. */
  text: string;
}
