import type { FormerWardList } from "../../loaders/briefings/former-wards.json.js";
import { areaLink } from "../area-link.js";
import { element } from "../element.js";
import { stackedTable } from "../tables/stacked-table.js";
import { plural } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import type { Area } from "./profile.js";

type FormerWard = FormerWardList[number];

/** Which wards the people of a ward lived in before it was drawn, as links to them; nothing where no look-up says. */
export function redrawn({ data, name }: Area): HTMLElement {
  const { formerly, since, city } = data;
  const [first, ...others] = formerly;
  if (!first) return nothingToTell();
  const ward = ({ code, name: other }: (typeof formerly)[number]) =>
    element("a", { href: `./former/${code}` }, `${other} ward`);
  const isMost = others.length > 0 && first.share > 0.5;
  return element(
    "p",
    { class: "ey-hint" },
    `${name} has its outline since the wards of ${city.name} were redrawn${since ? ` in ${since}` : ""}. Those who live in it would have lived ${isMost ? "mostly " : ""}in the former `,
    ward(first),
    ...others.flatMap((other, i) => [
      i === 0 && isMost ? ", else in " : i === others.length - 1 ? " and " : ", ",
      ward(other),
    ]),
    ". Figures of before then are not of the same area, whatever its name.",
  );
}

/** A former ward: that it is no more, and where most of its people live now. Throws where the list does not have it. */
export function formerWard(list: FormerWardList, code: string): FormerWard & { lead: string; until: string } {
  const found = list.find(({ ward }) => ward === code);
  if (!found) throw new Error(`There is no former ward with the code ${code}.`);
  const { name, city, since, became } = found;
  const [first] = became;
  const most = !first
    ? ""
    : first.share >= 0.995
      ? ` All of it is now in ${first.name} ward.`
      : first.share > 0.5
        ? ` Most who live where it was live in ${first.name} ward now, the others in ${plural(became.length - 1, "other ward")}.`
        : ` Those who live where it was live in ${plural(became.length, "ward")} now, the largest part in ${first.name}.`;
  return {
    ...found,
    until: since ? `until ${since}` : "no more",
    lead: `${name} was a ward until the wards of ${city} were redrawn${since ? ` in ${since}` : ""}.${most}`,
  };
}

/** All former wards as links, to be opened; nothing where there are none. */
export function formerWards(list: FormerWardList): HTMLElement {
  if (list.length === 0) return nothingToTell();
  return element(
    "details",
    { class: "ey-former" },
    element("summary", {}, `${plural(list.length, "former ward")}, and what became of them`),
    element(
      "ul",
      { class: "ey-area-links" },
      ...list.map(({ ward, name }) => element("li", {}, element("a", { href: `./former/${ward}` }, name))),
    ),
  );
}

/** The wards that a former ward's people live in now, and how much of each it makes up. */
export function successors({ name, became }: FormerWard): HTMLElement {
  return stackedTable(
    `The wards that ${name} became`,
    ["Ward", `Of the former ward’s people`, "Of this ward’s people"],
    became.map(({ code, name: ward, share, makes }) => [areaLink(code, ward), part(share), part(makes)]),
  );
}

// Of an estimate no more than whole percents.
function part(share: number): string {
  const percent = Math.round(100 * share);
  return percent === 0 ? "less than 1%" : percent === 100 && share < 1 ? "nearly all" : `${percent}%`;
}
