/**
 * The language of the page about the linkage model: `linkageModel` fetches what the model has learnt, `bandsAt` says where
 * pairs fall, and every other word gives a whole figure or table. docs/explore/linkage-model.md is written in it.
 */

export { bandsAt, linkageModel } from "./linkage-model/sentences.js";
export {
  bandTable,
  chooseExample,
  histogram,
  levelTable,
  matchChooser,
  reviewChooser,
  shares,
  steps,
  weightsByLevel,
} from "./linkage-model/words.js";
export { number } from "./words/narrative.js";
export { only, unless } from "./words/only.js";
