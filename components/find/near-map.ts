import { element, svgElement } from "../element.js";
import type { Speaker } from "../messages/speaker.js";
import { type Found, minutesPerMile, type Point } from "./search.js";

const size = 320;

/** The places that were found around where the family is, with rings of a quarter and half an hour: no street map is fetched. */
export function nearMap({ say, digits }: Speaker, from: Point, found: readonly Found[]): HTMLElement {
  const placed = found.filter(({ service }) => service.latitude !== undefined);
  const north = 69;
  const east = north * Math.cos((from.latitude * Math.PI) / 180);
  const offsets = placed.map(({ service }) => ({
    name: service.name,
    x: (service.longitude! - from.longitude) * east,
    y: (from.latitude - service.latitude!) * north,
  }));
  const reach = Math.max(0.5, ...offsets.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)))) * 1.1;
  const at = (miles: number): number => Math.round(size / 2 + (miles / reach) * (size / 2));
  const rings = [15, 30, 60]
    .map((minutes) => ({ minutes, r: ((minutes / minutesPerMile / 1.3 / reach) * size) / 2 }))
    .filter(({ r }) => r < size * 0.72 && r > 14);
  return element(
    "figure",
    { class: "ey-near" },
    element("figcaption", {}, say("map"), element("span", {}, say("mapHelp"))),
    svgElement(
      "svg",
      { viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" },
      ...rings.flatMap(({ minutes, r }) => [
        svgElement("circle", { cx: size / 2, cy: size / 2, r, class: "ey-ring-line" }),
        svgElement(
          "text",
          { x: size / 2, y: size / 2 - r + 12, class: "ey-ring-text" },
          say("minutes", { minutes }),
        ),
      ]),
      svgElement("circle", { cx: size / 2, cy: size / 2, r: 5, class: "ey-you" }),
      ...offsets.map(({ name, x, y }, i) =>
        svgElement(
          "g",
          { transform: `translate(${at(x)} ${at(y)})` },
          svgElement("title", {}, name),
          svgElement("circle", { r: 9, class: "ey-spot" }),
          svgElement("text", { class: "ey-spot-text", y: 4 }, digits(String(found.indexOf(placed[i]!) + 1))),
        ),
      ),
    ),
  );
}
