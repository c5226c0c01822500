import type { Linkage } from "../../loaders/briefings/linkage.json.js";
import { element } from "../element.js";
import { formatCount } from "../words/numbers.js";

/** From light to dark by fifths of a hundred. */
const shades = ["#eef6f6", "#c5dfde", "#86bcbc", "#17757a", "#0a3d40"];

/** Sources in rows and columns: of the children in the row's source, the percentage found in the column's. */
export function linkageMatrix({ sources, pairs }: Pick<Linkage, "sources" | "pairs">): HTMLElement {
  const rates = new Map(pairs.map((pair) => [`${pair.source} ${pair.other}`, pair]));
  const linked = sources.filter((source) => source.persons > 0);
  return element(
    "table",
    { class: "ey-matrix" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("td", {}),
        ...linked.map(({ title }, i) =>
          element(
            "th",
            { scope: "col" },
            element("span", { class: "ey-matrix-number" }, String(i + 1)),
            element("span", { class: "ey-matrix-title" }, title),
          ),
        ),
      ),
    ),
    element(
      "tbody",
      {},
      ...linked.map((source, i) =>
        element(
          "tr",
          {},
          element(
            "th",
            { scope: "row" },
            element("span", { class: "ey-matrix-number" }, String(i + 1)),
            element("span", {}, source.title),
            element("span", { class: "ey-matrix-count" }, ` ${formatCount(source.persons)}`),
          ),
          ...linked.map((other) => cell(rates.get(`${source.id} ${other.id}`)?.value)),
        ),
      ),
    ),
  );
}

function cell(value: number | null | undefined): HTMLElement {
  if (value === null || value === undefined) return element("td", { class: "ey-matrix-none" }, "–");
  const shade = Math.min(4, Math.floor(value / 20));
  return element(
    "td",
    { style: `background: ${shades[shade]}; color: ${shade > 2 ? "#ffffff" : "#16213a"}` },
    shareText(value).slice(0, -1),
    element("span", { class: "ey-matrix-percent" }, "%"),
  );
}

/** A share in whole per cent, in which “100%” and “0%” mean all and none. */
export function shareText(value: number): string {
  if (value > 0 && value < 0.5) return "<1%";
  if (value < 100 && value >= 99.5) return ">99%";
  return `${Math.round(value)}%`;
}
