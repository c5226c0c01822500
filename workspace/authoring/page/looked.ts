import type { ReadingAge } from "../review/reading-age.js";

/** What a page under review tells the review beside it. */
export type Looked =
  | {
      "early-years": "looked";
      reading: ReadingAge | null;
      /** What axe found. */
      accessibility: { help: string; isSerious: boolean; places: string[]; count: number }[];
      /** What cells say instead of what they would draw. */
      errors: string[];
    }
  | { "early-years": "selected"; words: string }
  | { "early-years": "not found" };

/** Whether a message is from a page under review. */
export function isLooked(data: unknown): data is Looked {
  return typeof data === "object" && data !== null && "early-years" in data;
}
