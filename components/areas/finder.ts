import type { AreaList } from "../../loaders/briefings/area-list.json.js";
import { element, uniqueId } from "../element.js";

/** Every area that has a profile as a link, wards under their localities, and a field that leaves only those with some letters in their names. */
export function areaFinder(list: AreaList): HTMLElement {
  const id = uniqueId("find-area");
  const told = element("p", { class: "ey-hint", role: "status" });
  const localities = [
    ...new Set(list.filter(({ level }) => level === "ward").map(({ locality }) => locality)),
  ].sort();
  const itemOf = ({ area, name }: AreaList[number]) =>
    element("li", { "data-name": name.toLowerCase() }, element("a", { href: `./${area}` }, name));
  const groups = [
    { title: "", areas: list.filter(({ level }) => level !== "ward") },
    ...localities.map((locality) => ({
      title: locality,
      areas: list.filter((one) => one.level === "ward" && one.locality === locality),
    })),
  ].map(({ title, areas }) =>
    element(
      "section",
      {},
      title && element("h2", {}, `${title} locality`),
      element("ul", { class: "ey-areas" }, ...areas.map(itemOf)),
    ),
  );
  const field = element("input", {
    id,
    type: "search",
    autocomplete: "off",
    oninput: () => {
      const wanted = field.value.trim().toLowerCase();
      let found = 0;
      for (const group of groups) {
        let isAny = false;
        for (const item of group.querySelectorAll("li")) {
          item.hidden = !item.dataset.name!.includes(wanted);
          if (!item.hidden) found += 1;
          isAny ||= !item.hidden;
        }
        group.hidden = !isAny;
      }
      told.textContent =
        wanted === ""
          ? ""
          : found === 0
            ? "No area has a name with these letters."
            : found === 1
              ? "One area."
              : `${found} areas.`;
    },
  });
  return element(
    "div",
    { class: "ey-area-finder" },
    element("label", { for: id }, "Part of a name"),
    field,
    told,
    ...groups,
  );
}
