import { isTenable, type KeptClaim, stateWords } from "../../../components/claims/kept-claim.js";
import { figuresInWords } from "../../../components/claims/test-claim.js";
import { plural } from "../../../components/words/format.js";
import { make } from "./elements.js";
import type { Looked } from "./looked.js";
import type { OpenReview, PageView } from "./requests.js";

interface Found {
  opened: OpenReview;
  page?: Extract<PageView, { is: "made" }>;
  looked?: Extract<Looked, { "early-years": "looked" }>;
}

const plainAge = 13;

/** What was found on a page by itself: each check with what it says, and the places. */
export function checks({ opened, page, looked }: Found): HTMLElement {
  const dead = page?.faults.filter(({ fault }) => fault.startsWith("links to "));
  const other = page?.faults.filter(({ fault }) => !fault.startsWith("links to "));
  const serious = looked?.accessibility.filter(({ isSerious }) => isSerious);
  const slight = looked?.accessibility.filter(({ isSerious }) => !isSerious) ?? [];
  const { claims } = opened;
  const untrue = claims.filter((claim) => !isTenable(claim)).length;
  return make(
    "ul",
    { class: "checks" },
    check(
      "Claims",
      {
        isWell: untrue === 0,
        says:
          claims.length === 0
            ? "none is made"
            : untrue === 0
              ? `${plural(claims.length, "claim")}, as ${claims.length === 1 ? "it" : "they"} should be`
              : `${untrue} of ${claims.length} to reword, or to stand by: the page is not published before`,
      },
      claims.map(claimInWords),
    ),
    check(
      "Links",
      dead && { isWell: dead.length === 0, says: countOf(dead.length, "leads", "lead", "nowhere") },
      dead?.map(({ fault }) => fault),
    ),
    check(
      "What the gate says",
      other && {
        isWell: other.length === 0,
        says: other.length === 0 ? "nothing against it" : `it would refuse ${times(other.length, "thing")}`,
      },
      other?.map(({ file, fault }) => `${file}: ${fault}`),
    ),
    page?.isProtectedTogether === false &&
      check("Protection", {
        isWell: true,
        says: "each figure by itself. Publishing protects them together first, and may leave more of them out",
      }),
    check(
      "Cells",
      looked && {
        isWell: looked.errors.length === 0,
        says: countOf(looked.errors.length, "shows", "show", "an error"),
      },
      looked?.errors,
    ),
    check(
      "Accessibility",
      serious && {
        isWell: serious.length === 0,
        says:
          serious.length === 0
            ? `axe finds nothing serious${slight.length ? `, and ${times(slight.length, "slight thing")}` : ""}`
            : `axe finds ${times(serious.length, "serious thing")}`,
      },
      looked?.accessibility.map(
        ({ help, places, count }) =>
          `${help}: ${places.join("; ")}${count > places.length ? ` and ${count - places.length} more` : ""}`,
      ),
    ),
    check(
      "Reading age",
      looked && readingCheck(looked.reading),
      looked?.reading?.longest.map(({ words, text }) => `${words} words: ${text}`),
    ),
    check(
      "Numbers typed by hand",
      {
        isWell: opened.digits.length === 0,
        says:
          opened.digits.length === 0
            ? "none: numbers come from data"
            : `${opened.digits.length}, which nothing keeps up to date`,
      },
      opened.digits.map(({ line, number, text }) => `line ${line}: ${number} in “${text}”`),
    ),
  );
}

function claimInWords(claim: KeptClaim): string {
  const { line, sentence, why, figures, held, state } = claim;
  const before = state !== "holds" && held.length > 0 ? ` When it held: ${figuresInWords(held)}.` : "";
  const now = figures.length > 0 ? ` ${figuresInWords(figures)}.` : "";
  return `line ${line}: “${sentence}” ${stateWords(claim)}.${why && ` ${why}`}${now}${before}`;
}

function check(
  name: string,
  found: { isWell: boolean; says: string } | undefined,
  places: readonly string[] = [],
): HTMLElement {
  if (!found) return make("li", {}, make("span", { class: "mark" }, "…"), ` ${name}: being looked at`);
  const line = [
    make("span", { class: found.isWell ? "mark well" : "mark" }, found.isWell ? "✓" : "!"),
    ` ${name}: ${found.says}`,
  ];
  if (places.length === 0) return make("li", { class: found.isWell ? "" : "found" }, ...line);
  return make(
    "li",
    { class: found.isWell ? "" : "found" },
    make(
      "details",
      {},
      make("summary", {}, ...line),
      make("ul", {}, ...places.map((place) => make("li", {}, place))),
    ),
  );
}

function readingCheck(reading: NonNullable<Found["looked"]>["reading"]): { isWell: boolean; says: string } {
  if (!reading) return { isWell: true, says: "too few words to tell" };
  const { age, words, longest } = reading;
  const long = longest.length ? ", with long sentences" : "";
  return { isWell: age <= plainAge, says: `about ${age} years, over ${words} words${long}` };
}

function countOf(count: number, one: string, more: string, what: string): string {
  return count === 0 ? `none ${one} ${what}` : `${count} ${count === 1 ? one : more} ${what}`;
}

function times(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
