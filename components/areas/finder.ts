import type { AreaList } from "../../loaders/briefings/area-list.json.js";
import type { WardPostcodes } from "../../loaders/briefings/ward-postcodes.json.js";
import { element, uniqueId } from "../element.js";

/**
 * Every area that has a profile as a link, wards under their localities, and a field that leaves only those that are meant: by
 * letters of their names, of wards that they were part of, the first half of a postcode or a whole one. What is typed goes
 * nowhere; `postcodes` fetches the list of all, once a whole one is typed.
 */
export function areaFinder(list: AreaList, postcodes?: () => Promise<WardPostcodes>): HTMLElement {
  const id = uniqueId("find-area");
  const message = element("p", { class: "ey-hint", role: "status" });
  const localities = [
    ...new Set(list.filter(({ level }) => level === "ward").map(({ locality }) => locality)),
  ].sort();
  const itemOf = ({ area, name, keywords }: AreaList[number]) =>
    element(
      "li",
      { "data-area": area, "data-words": ` ${name} ${keywords}`.toLowerCase() },
      element("a", { href: `./${area}` }, name),
    );
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
      element("ul", { class: "ey-area-links" }, ...areas.map(itemOf)),
    ),
  );
  const field = element("input", {
    id,
    type: "search",
    autocomplete: "off",
    oninput: () => find(field.value.trim().toLowerCase()),
  });
  let fetched: Promise<WardPostcodes> | undefined;

  async function find(wanted: string): Promise<void> {
    const postcode = wanted.replaceAll(/\s/g, "").toUpperCase();
    if (!postcodes || !isPostcode.test(postcode))
      return leave((item) => item.dataset.words!.includes(wanted), wanted);
    fetched ??= postcodes();
    const ward = (await fetched).find((one) => ` ${one.postcodes} `.includes(` ${postcode} `))?.ward;
    if (field.value.trim().toLowerCase() === wanted) leave((item) => item.dataset.area === ward, wanted);
  }

  function leave(isMeant: (item: HTMLElement) => boolean, wanted: string): void {
    let found = 0;
    for (const group of groups) {
      let isAny = false;
      for (const item of group.querySelectorAll("li")) {
        item.hidden = !isMeant(item);
        if (!item.hidden) found += 1;
        isAny ||= !item.hidden;
      }
      group.hidden = !isAny;
    }
    message.textContent =
      wanted === ""
        ? ""
        : found === 0
          ? "No area is called so, has been part of a ward called so, or has this postcode."
          : found === 1
            ? "One area."
            : `${found} areas.`;
  }

  return element(
    "div",
    { class: "ey-area-finder" },
    element("label", { for: id }, "Name, former name or postcode"),
    field,
    message,
    ...groups,
  );
}

// As the post office has them, without the space; which of them there are, the list says.
const isPostcode = /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/;
