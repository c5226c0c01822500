import { element } from "../element.js";
import { definitionList } from "../figures/definition.js";
import { pick } from "../figures/observations.js";
import { capital } from "../words/format.js";
import { yearBefore } from "../words/lead.js";
import { type LeadTextOptions, leadText, notesText } from "../words/lead-text.js";
import { hasValue } from "../words/status.js";
import type { Asked } from "./asked.js";
import { briefing, demandAnswer, notAvailable } from "./drawn.js";

/** The paragraphs above the figures, made from the answer: the city, the spread, and who is not counted. */
export function lead(asked: Asked): HTMLElement {
  demandAnswer("lead", asked);
  return element(
    "div",
    { class: "ey-text" },
    ...(asked.available
      ? [...leadText(telling(asked)), ...asked.apart.map((text) => element("p", { class: "ey-hint" }, text))]
      : [notAvailable(asked)]),
  );
}

/** The paragraphs beneath the figures: the chosen areas as one, what to be careful about, and who has no figure. */
export function notes(asked: Asked): HTMLElement {
  demandAnswer("notes", asked);
  return element("div", {}, ...notesText({ ...telling(asked), chosen: asked.chosen }));
}

/** What the indicator counts, out of what, and what to bear in mind. */
export function definition(asked: Asked): HTMLElement {
  demandAnswer("definition", asked);
  const joined = joinedOf(asked);
  return element(
    "div",
    {},
    definitionList(asked.indicator),
    joined &&
      element(
        "p",
        { class: "ey-hint" },
        `${capital(joined.title)}: ${joined.definition} A child counts as “${joined.categories[2]}” if no other source has a record that is surely the same child’s. `,
        element("a", { href: briefing("linkage") }, "How well records were linked"),
        ".",
      ),
  );
}

/** The breakdown that is chosen, where it is by what another source tells of the same child. */
export function joinedOf({ indicator, breakdown }: Asked): Asked["indicator"]["joined"][number] | undefined {
  return indicator.joined.find((joined) => joined.breakdown === breakdown);
}

function telling(asked: Asked): LeadTextOptions {
  const { indicator, measure, rows, areas, city, citySeries, group, level, about } = asked;
  const isKnown = hasValue(city) && (indicator.kind !== "count" || level === "city");
  return {
    indicator,
    measure,
    observations: rows,
    nameOf: (o) => o.area_name ?? o.area,
    areas,
    city: isKnown ? city : undefined,
    cityName: about.city.name,
    before: hasValue(city) ? yearBefore(pick(citySeries, { category: group }), city) : undefined,
    originOf: asked.originOf,
    reason: asked.missing.why,
  };
}
