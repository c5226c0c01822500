import { FileAttachment } from "observablehq:stdlib";
import type { Areas } from "../../loaders/explore/areas.json.js";
import type { Claims } from "../../loaders/explore/claims.json.js";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import type { Postcodes } from "../../loaders/explore/postcodes.json.js";
import type { AreaShape } from "../charts/area-map.js";
import { byIndicator } from "../claims/claim-data.js";
import { type ClaimTest, isSql, type SqlClaimTest } from "../claims/claim-schema.js";
import { readObservations } from "../figures/read-arrow.js";
import type { ViewElement } from "../inputs/url-state.js";
import { once } from "../words/once.js";
import { type AskOptions, question } from "./ask.js";
import type { Asked } from "./asked.js";
import { claimToShow } from "./claim.js";
import type { DataSets, Figures } from "./data-sets.js";
import { checked } from "./options.js";

/**
 * The data sets of the workspace. Framework finds attachments by their literal names, in modules as in pages: named here,
 * they need no line in a page, and a page that imports this can be built only where these data sets are.
 */
export const workspaceData: DataSets = {
  indicators: once(() => FileAttachment("../../data/indicators.json").json<Indicators>()),
  areas: once(() => FileAttachment("../../data/areas.json").json<Areas>()),
  figures: once(() => FileAttachment("../../data/observations.arrow").arrayBuffer().then(figuresOf)),
  divided: once(() => FileAttachment("../../data/breakdowns.arrow").arrayBuffer().then(figuresOf)),
  smallFigures: (theme) => (smallFigures[theme] ?? smallFigures.others!)(),
  outlines: (level) => outlines[level](),
  postcodes: once(() => FileAttachment("../../data/postcodes.json").json<Postcodes>()),
};

const smallFigures: Record<string, () => Promise<Figures>> = {
  outcomes: once(() => FileAttachment("../../data/small-area-outcomes.arrow").arrayBuffer().then(figuresOf)),
  deprivation: once(() =>
    FileAttachment("../../data/small-area-deprivation.arrow").arrayBuffer().then(figuresOf),
  ),
  people: once(() => FileAttachment("../../data/small-area-people.arrow").arrayBuffer().then(figuresOf)),
  others: once(() =>
    FileAttachment("../../data/small-area-observations.arrow").arrayBuffer().then(figuresOf),
  ),
};

const outlines = {
  lsoa: once(() => FileAttachment("../../data/small-areas.json").json<AreaShape[]>()),
  msoa: once(() => FileAttachment("../../data/middle-areas.json").json<AreaShape[]>()),
};

/**
 * The question of a page, as a sentence whose underlined words can be changed. It is an input: its value, once the data
 * sets have come, is the answer, which every other component takes whole. What a reader chooses stands in the address, one
 * history entry a choice, so that Back undoes it and a link repeats it; what no longer fits leaves the address.
 * Throws where the options are not those of its schema.
 */
export function ask(options: AskOptions = {}): ViewElement<Asked | undefined> {
  return question(options, workspaceData);
}

/**
 * A finding with the test that makes it true: the sentence, and whether it holds on the newest data, with the figures behind
 * it. It is tested here as at each refresh. Throws where the test is not one of its schema.
 */
export async function claim(sentence: string, test: ClaimTest | SqlClaimTest): Promise<HTMLElement> {
  return claimToShow(sentence, isSql(test) ? test : checked("claim", test), {
    data: workspaceData,
    kept: keptClaims,
  });
}

const keptClaims = once(async () => (await FileAttachment("../../data/claims.json").json<Claims>()).claims);

/** Observations in the bytes of an Arrow file, by indicator: a question is always about one. */
export function figuresOf(bytes: ArrayBuffer): Figures {
  return byIndicator(readObservations(bytes));
}
