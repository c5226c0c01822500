import type { ClaimData } from "../claims/claim-data.js";
import { type ClaimTest, isSql, type SqlClaimTest } from "../claims/claim-schema.js";
import { type KeptClaim, stateWords } from "../claims/kept-claim.js";
import { confirmable, type Finding, testClaim } from "../claims/test-claim.js";
import { element } from "../element.js";
import { capital, formatDate } from "../words/format.js";

/** What a claim is shown by: the data of its audience, and, where the audience has it, what refreshes found. */
export interface ClaimGround {
  data: ClaimData;
  kept?: () => Promise<readonly (Finding & Pick<KeptClaim, "sentence" | "since" | "held">)[]>;
}

/** A claim as a page shows it: the sentence, a quiet mark of whether it holds, and the figures behind it on demand. */
export async function claimToShow(
  sentence: string,
  test: ClaimTest | SqlClaimTest,
  { data, kept }: ClaimGround,
): Promise<HTMLElement> {
  if (typeof sentence !== "string" || sentence.trim() === "")
    throw new Error(
      'claim(…) takes a sentence first, and then its test: claim("The sentence.", { indicator: "…", is: "lower", than: "city" }).',
    );
  // What a refresh has found is a help: a claim that is new has nothing kept. One in SQL is tested there alone.
  const asked = isSql(test) ? undefined : await testClaim(test, data);
  const all = asked?.state === "holds" ? [] : await kept?.().catch(() => []);
  const found = asked ?? all?.find((one) => one.sentence === sentence) ?? notTested;
  const last = all?.find((one) => one.sentence === sentence && one.state === found.state);
  return claimElement(sentence, found, {
    ...(last && { since: last.since, held: last.held }),
    ...(test.confirmed && { confirmed: test.confirmed }),
  });
}

const notTested: Finding = {
  state: "unknown",
  why: "Claims in SQL are tested at each refresh; this one is newer than the last.",
  figures: [],
  asOf: null,
  sample: false,
};

interface More {
  since?: string;
  held?: KeptClaim["held"];
  confirmed?: ClaimTest["confirmed"];
}

const signs = { holds: "✓", fails: "✗", unknown: "?" };

function claimElement(sentence: string, found: Finding, { since, held, confirmed }: More): HTMLElement {
  const isConfirmed = found.state !== "holds" && confirmed?.figures === confirmable(found);
  const state = isConfirmed ? "confirmed" : found.state;
  return element(
    "div",
    { class: `ey-claim ey-claim-${state}` },
    element("p", {}, sentence),
    element(
      "details",
      {},
      element(
        "summary",
        {},
        element("span", { "aria-hidden": "true" }, signs[found.state]),
        ` ${capital(stateWords({ state: found.state, isConfirmed }))}${whenWords(found, since)}`,
      ),
      isConfirmed &&
        element(
          "p",
          {},
          `${confirmed!.by} stood by it on ${formatDate(confirmed!.on)}, knowing these figures.`,
        ),
      found.why && element("p", {}, found.why),
      found.figures.length > 0 && figureList(found.figures, "What it rests on"),
      found.state !== "holds" && (held?.length ?? 0) > 0 && figureList(held!, "When it held"),
      found.sample && element("p", { class: "ey-hint" }, "Sample figures, invented."),
    ),
  );
}

function whenWords({ state, asOf }: Finding, since: string | undefined): string {
  const data = asOf ? `data as of ${formatDate(asOf)}` : "";
  if (state === "holds") return data && `, checked on ${data}`;
  return [since && `, since ${formatDate(since)}`, data && ` (${data})`].filter(Boolean).join("");
}

function figureList(figures: Finding["figures"], label: string): HTMLElement {
  return element(
    "div",
    {},
    element("p", { class: "ey-hint" }, label),
    element(
      "ul",
      {},
      ...figures.map(({ what, period, text, source, asOf }) =>
        element(
          "li",
          {},
          `${what}, ${period}: `,
          element("strong", {}, text),
          `. Source: ${source}, as of ${formatDate(asOf)}.`,
        ),
      ),
    ),
  );
}
