/**
 * The language of pages about need: `weigh` draws the weights of some indicators and gives an index of areas, and every other
 * word takes that whole and gives a complete figure or sentences. docs/explore/need.md is written in it.
 */

import type { ViewElement } from "./inputs/url-state.js";
import type { NeedOptions } from "./need/options.js";
import { weighing } from "./need/weigh.js";
import type { Weighed } from "./need/weighed.js";
import { workspaceData } from "./notebook/workspace.js";

export { carriers, needMap, needRanking, weightings } from "./need/figures.js";
export { likeness } from "./need/likeness.js";
export { needWords } from "./need/words.js";
export { only, unless } from "./words/only.js";

/**
 * Which indicators need is made of, and at what weights: sliders whose choices stand in the address. It is an input: its
 * value, once the data sets have come, is the index of every area. Throws where the options are not those of its schema.
 */
export function weigh(options: NeedOptions<"weigh"> = {}): ViewElement<Weighed | undefined> {
  return weighing(options, workspaceData);
}
