import type { AreaOutlines } from "../../loaders/briefings/area-outlines.json.js";
import { areaLink, markLink } from "../area-link.js";
import { element, svgElement } from "../element.js";
import { nothingToTell } from "../words/only.js";
import type { Area } from "./profile.js";

/** Where an area lies: a small map of all wards with its own filled, and the wards beside or in it as links. */
export function locator({ data }: Area, { size, wards }: AreaOutlines): HTMLElement {
  const isIn = (ward: AreaOutlines["wards"][number]) =>
    data.level === "city" || ward.code === data.code || ward.locality === data.code;
  if (wards.length === 0) return nothingToTell();
  const near = data.level === "ward" ? data.besides : data.level === "locality" ? data.parts : [];
  return element(
    "div",
    { class: "ey-locator" },
    svgElement(
      "svg",
      {
        viewBox: `-2 -2 ${size[0] + 4} ${size[1] + 4}`,
        // What it tells is told by the links under it and by the line over the name.
        "aria-hidden": "true",
      },
      ...[...wards]
        .sort((a, b) => Number(isIn(a)) - Number(isIn(b)))
        .map((ward) =>
          markLink(
            ward.code === data.code ? null : ward.code,
            svgElement(
              "path",
              { d: ward.path, class: isIn(ward) ? "ey-locator-own" : "ey-locator-other" },
              svgElement("title", {}, ward.name),
            ),
          ),
        ),
    ),
    near.length > 0 &&
      element(
        "p",
        { class: "ey-locator-near" },
        data.level === "ward" ? "Beside it: " : "Its wards: ",
        ...near.flatMap(({ code, name }, i) => [i > 0 && ", ", areaLink(code, name)]),
      ),
  );
}
