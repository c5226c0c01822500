import { join } from "node:path";
import type { Family } from "../people/family.js";
import type { Funding } from "../people/funding.js";
import type { World } from "../world.js";
import type { Truth } from "../write/truth.js";

/** A family with what its children are entitled to and take up. */
export interface Household {
  family: Family;
  /** In the order of the family's children. */
  funding: Funding[];
}

/** One system of the sample: it is shown each household once and writes what it would have recorded. */
export interface SampleSource {
  add(household: Household): void;
  /** Waits for output that is still under way. */
  drain?(): Promise<void>;
  close(): Promise<void>;
}

/** What a source writes with. */
export interface Desk {
  folder: string;
  world: World;
  truth: Truth;
  /** Deliver large tables as text rather than workbooks. */
  text: boolean;
}

/** Full path of a file, and its source and file as the truth names them. */
export function placeOf(desk: Desk, file: string): { path: string; extract: string } {
  const slash = file.indexOf("/");
  return { path: join(desk.folder, file), extract: `${file.slice(0, slash)},${file.slice(slash + 1)}` };
}

/** Purposes that the random streams of families and children are forked by. */
export const streams = { register: 1, visiting: 2, headcount: 3, eligible: 4, centres: 5, profile: 6 };
const purposesPerSource = 64;

/** A number to fork a child's stream by, different for each source. */
export function purpose(source: keyof typeof streams, childInFamily: number): number {
  return 1000 + streams[source] * purposesPerSource + childInFamily;
}
