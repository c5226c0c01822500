import { element } from "../element.js";
import { formatCount } from "../words/numbers.js";

/** Of the figures that the rules let out, how many there are and how many are left out. */
export interface Lost {
  figures: number;
  suppressed: number;
}

/** What the page data set public/privacy.json holds. */
export interface Privacy {
  policy: { key: string; value: string; text: string }[];
  lost: { all: Lost; wards: Lost };
}

/** How figures are made safe, in plain words for families; all rules word for word unfold on demand. */
export function privacyNote({ policy, lost }: Privacy): HTMLElement {
  const rule = (key: string): string | undefined => policy.find((line) => line.key === key)?.value;
  const rules = [
    `If a figure would show fewer than ${rule("smallest-count")} children, we leave it out and write “suppressed”, or “c” for short. It does not mean that there are none.`,
    "We leave out some more figures, so that nobody can work out the first ones by adding up and taking away.",
    rule("known") &&
      "We also think of what others publish, and of what we published before. Even beside all of that, nobody can come near a number that we left out.",
    rule("held") &&
      "We correct figures of past periods from time to time, once a correction does not tell of only a few children.",
    rule("rounding") !== "1" &&
      `We round every count to the nearest ${rule("rounding")} and work out the rest from that. So a figure can be a little higher or lower than the true one.`,
    `We only say “so many in every 100” where there are at least ${rule("smallest-denominator")} children.`,
  ];
  return element(
    "div",
    { class: "ey-privacy" },
    element(
      "p",
      {},
      "No child’s name, birthday or address is on this page or behind it. Figures about children were made safe before they came here:",
    ),
    element("ul", {}, ...rules.map((text) => text && element("li", {}, text))),
    element("p", {}, element("strong", {}, "What this costs. "), lostInWords(lost)),
    element(
      "details",
      {},
      element("summary", {}, "All the rules, word for word"),
      element("ul", {}, ...policy.map(({ text }) => element("li", {}, text))),
    ),
  );
}

/** "Of the 1,200 figures that the rules let us show, 300 are left out: 25 in every 100. …" */
export function lostInWords({ all, wards }: Privacy["lost"]): string {
  if (all.figures === 0) return "There are no figures yet.";
  const lossText = (of: string, { figures, suppressed }: Lost): string =>
    `Of the ${formatCount(figures)} ${of}, ${suppressed === 0 ? "none is left out" : `${formatCount(suppressed)} ${suppressed === 1 ? "is" : "are"} left out: ${shareInWords({ figures, suppressed })}`}.`;
  const inAll = lossText("figures that we could publish", all);
  return wards.figures === 0 ? inAll : `${inAll} ${lossText("that are about all children of a ward", wards)}`;
}

/** "25 in every 100", without ever rounding some to none or nearly all to all. */
export function shareInWords({ figures, suppressed }: Lost): string {
  if (suppressed === 0) return "none";
  if (suppressed === figures) return "all of them";
  const share = (100 * suppressed) / figures;
  if (share < 1) return "fewer than 1 in every 100";
  if (share > 99) return "more than 99 in every 100";
  return `${formatCount(share)} in every 100`;
}
