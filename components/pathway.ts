/**
 * The language of the page about children's ways: `pathways` fetches where children were met from birth to Reception,
 * `chooseChildren` asks of which, and every other word takes the answer whole. docs/explore/pathway.md is written in it.
 */

export {
  chooseChildren,
  leadOf,
  overlaps,
  pathwayByArea,
  pathwayByGroup,
  pathways,
  stepDots,
  unregistered,
  waysThrough,
} from "./pathway/figures.js";
export { only, unless } from "./words/only.js";
