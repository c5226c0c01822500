import type { AreaOutlines } from "../../loaders/briefings/area-outlines.json.js";
import { element, svgElement } from "../element.js";
import { nothingToTell } from "../words/only.js";
import type { Area } from "./profile.js";

/** Where an area lies: a small map of all wards with its own filled. */
export function locator({ data, name }: Area, { size, wards }: AreaOutlines): HTMLElement {
  const isIn = (ward: AreaOutlines["wards"][number]) =>
    data.level === "city" || ward.code === data.code || ward.locality === data.code;
  if (wards.length === 0) return nothingToTell();
  return element(
    "div",
    { class: "ey-locator" },
    svgElement(
      "svg",
      {
        viewBox: `-2 -2 ${size[0] + 4} ${size[1] + 4}`,
        role: "img",
        "aria-label": `Where ${name} lies in ${data.city.name}`,
      },
      ...[...wards]
        .sort((a, b) => Number(isIn(a)) - Number(isIn(b)))
        .map((ward) =>
          svgElement(
            "path",
            { d: ward.path, class: isIn(ward) ? "ey-locator-own" : "ey-locator-other" },
            svgElement("title", {}, ward.name),
          ),
        ),
    ),
  );
}
