import { FileAttachment } from "observablehq:stdlib";
import type { Claims } from "../../loaders/briefings/claims.json.js";
import { type KeptClaim, stateWords } from "../claims/kept-claim.js";
import { figuresInWords } from "../claims/test-claim.js";
import { element } from "../element.js";
import { stackedTable } from "../tables/stacked-table.js";
import { capital, formatDate, plural } from "../words/format.js";
import { nothingToTell } from "../words/only.js";

/** What is told of the claims of pages. */
export interface ClaimsInWords {
  /** Those that no longer hold or cannot be checked, the latest first; what somebody stands by is among the others. */
  toMend: readonly KeptClaim[];
  others: readonly KeptClaim[];
  /** Titles and leads that components make from the figures, as far as the figures bear them out. */
  generated: readonly KeptClaim[];
  /** "3 claims: 2 hold, 1 is to mend". */
  summary: string;
}

/** Fetches the claims of the pages of this audience. */
export async function claims(): Promise<ClaimsInWords> {
  return claimsInWords((await FileAttachment("../../data/claims.json").json<Claims>()).claims as KeptClaim[]);
}

/** What is told of some claims. */
export function claimsInWords(all: readonly KeptClaim[]): ClaimsInWords {
  const latest = all.toSorted((a, b) => b.since.localeCompare(a.since));
  const isWell = ({ state, isConfirmed }: KeptClaim) => state === "holds" || isConfirmed;
  const toMend = latest.filter((claim) => !isWell(claim));
  const others = latest.filter((claim) => isWell(claim) && !claim.generated);
  const generated = latest.filter((claim) => isWell(claim) && claim.generated);
  const mend = (some: readonly KeptClaim[]) => {
    const wrong = some.filter((claim) => !isWell(claim)).length;
    return wrong === 0 ? "nothing to mend" : `${wrong} to mend`;
  };
  const byHand = all.filter((claim) => !claim.generated);
  const byComponents = all.filter((claim) => claim.generated);
  const summary = [
    byHand.length === 0 ? "No page has a claim yet." : `${plural(byHand.length, "claim")}: ${mend(byHand)}.`,
    byComponents.length > 0 &&
      `${plural(byComponents.length, "title or lead", "titles and leads")} that components make from the figures: ${mend(byComponents)}.`,
  ]
    .filter(Boolean)
    .join(" ");
  return { toMend, others, generated, summary };
}

/** Claims with their page, who wrote it, since when, and the figures: of those that do not hold also the figures of before. */
export function claimList(some: readonly KeptClaim[], caption: string): HTMLElement {
  if (some.length === 0) return nothingToTell();
  // Who has made those that components make is told by the caption.
  const areGenerated = some.every(({ generated }) => generated);
  const list = stackedTable(
    caption,
    ["Claim", "Page", ...(areGenerated ? [] : ["Written by"]), "State", "Figures"],
    some.map((claim) => [
      said(claim),
      pageLink(claim),
      ...(areGenerated ? [] : [claim.generated ? "a component" : (claim.writer ?? "not told")]),
      `${capital(stateWords(claim))}, since ${formatDate(claim.since)}`,
      figures(claim),
    ]),
  );
  list.classList.add("ey-sentences");
  return list;
}

// A title says what was measured in the line under it, which is not here.
function said({ sentence, generated }: KeptClaim): HTMLElement | string {
  if (!generated) return sentence || "(no sentence)";
  const about = element("code", {}, generated.indicators.join(", "));
  return element("span", {}, sentence, element("br", {}), about);
}

// A list lies in a folder beside the other pages', and a page may be in no edition with it.
function pageLink({ page, title }: KeptClaim): HTMLElement {
  return element("span", {}, title, element("br", {}), element("code", {}, page));
}

function figures({ state, figures, held, why }: KeptClaim): HTMLElement {
  const lines = [
    why,
    figures.length > 0 ? `${state === "holds" ? "" : "Now: "}${figuresInWords(figures)}.` : "",
    state !== "holds" && held.length > 0 ? `When it held: ${figuresInWords(held)}.` : "",
  ].filter(Boolean);
  return element("div", {}, ...lines.map((line) => element("div", { class: "ey-hint" }, line)));
}
