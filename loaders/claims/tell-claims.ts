import { isTenable, type KeptClaim, stateWords } from "../../components/claims/kept-claim.js";
import { confirmable, figuresInWords } from "../../components/claims/test-claim.js";
import { formatDate } from "../../components/words/format.js";

/** A claim that does not hold, in lines for the screen: page, sentence, since when, what changed and what to do. */
export function tellClaim(claim: KeptClaim): string[] {
  const { page, line, sentence, since, why, held, figures, writer, state } = claim;
  return [
    `docs/${page}:${line}: “${sentence}” ${stateWords(claim)}, since ${formatDate(since)}.${writer ? ` Written by ${writer}.` : ""}`,
    ...(why ? [`  ${why}`] : []),
    ...(state === "fails" ? [`  Now: ${figuresInWords(figures)}.`] : []),
    ...(state !== "holds" && held.length > 0 ? [`  When it held: ${figuresInWords(held)}.`] : []),
    ...(isTenable(claim) ? [] : [`  ${remedy(claim)}`]),
  ];
}

/** What whoever writes or publishes the page can do. */
export function remedy(claim: KeptClaim): string {
  if (claim.generated)
    return "A component has made this sentence, and its figures do not bear it out, so it is a fault of the component. Tell whoever looks after the workspace; until it is mended the page is not published.";
  return `Reword the sentence and its test, or, if it may stand all the same, write into its braces: confirmed: { on: "year-month-day", by: "your name", figures: ${JSON.stringify(confirmable(claim))} }.`;
}
