/**
 * The language of area profiles: `areaOf` takes what an area's page data set holds and tells it, and every other word takes
 * that whole and gives a complete figure or a sentence in one line. docs/briefings/areas/[area].md is written in it.
 */

export { atAGlance } from "./areas/at-a-glance.js";
export { areaFinder } from "./areas/finder.js";
export { formerWard, formerWards, redrawn, successors } from "./areas/former.js";
export { livesHere, whatIsHere } from "./areas/here.js";
export { linkedPathway } from "./areas/linked-pathway.js";
export { locator } from "./areas/locator.js";
export { areaOf } from "./areas/profile.js";
export { similarTable } from "./areas/similar.js";
export { questions, whoAnswers, whomToRing } from "./areas/whom-to-ring.js";
export { ruleInWords } from "./words/beyond-chance.js";
export { number } from "./words/narrative.js";
export { only, unless } from "./words/only.js";
