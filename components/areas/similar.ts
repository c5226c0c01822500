import { element } from "../element.js";
import { formatList, inSentence } from "../words/format.js";
import { formatDecimal, formatNumber } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import type { Area } from "./profile.js";

/** The areas most like an area, how alike they are and in what they differ most, with how that was worked out. */
export function similarTable({ data, name }: Area): HTMLElement {
  const { areas, by, without, usual, source } = data.similar;
  if (areas.length === 0) return nothingToTell();
  if (data.level === "city")
    return element("p", {}, `Its statistical neighbours are ${formatList(areas.map((one) => one.name))}.`);
  return element(
    "div",
    { class: "ey-similar" },
    element(
      "ol",
      {},
      ...areas.map(({ code, name: other, distance, differs }) =>
        element(
          "li",
          {},
          element("a", { href: `./${code}` }, other),
          distance === null ? "" : `, ${howAlike(distance, usual)}`,
          differs &&
            ` Most different in ${inSentence(differs.shortName)}: ${formatNumber(differs.there, differs.unit)}, here ${formatNumber(differs.own, differs.unit)}.`,
        ),
      ),
    ),
    element(
      "details",
      { class: "ey-method ey-aside" },
      element("summary", {}, "How they were found"),
      element(
        "p",
        {},
        `By who lives there, never by how children or services do. Each characteristic is divided by how widely it varies over all wards, and the weighted mean of the squared differences is taken: ${by.map(({ shortName, weight }) => `${shortName} (weight ${formatDecimal(weight, weight % 1 === 0 ? 0 : 1)})`).join("; ")}.`,
      ),
      without.length > 0 &&
        element("p", {}, `Left out, as not every ward has a figure: ${without.join("; ")}.`),
      element(
        "p",
        {},
        `${source}${source.endsWith(".") ? "" : "."} The choice stands in data/similar-areas.yaml. ${name} is as like itself as can be: its distance is 0. Half of all pairs of wards lie further apart than ${formatDecimal(usual ?? 0, 2)}.`,
      ),
    ),
  );
}

function howAlike(distance: number, usual: number | null): string {
  const written = formatDecimal(distance, 2);
  if (usual === null || usual === 0) return `distance ${written}.`;
  const share = distance / usual;
  const words =
    share < 0.35
      ? "very much like it"
      : share < 0.6
        ? "much like it"
        : share < 0.9
          ? "rather like it"
          : "not much like it, though the nearest";
  return `${words} (distance ${written}).`;
}
