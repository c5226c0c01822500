import { FileAttachment } from "observablehq:stdlib";
import type { AreaPageList } from "../../loaders/public/area-pages.json.js";
import { element, uniqueId } from "../element.js";
import { postcodesOf } from "../find/kept-files.js";
import { placeOfPostcode, postcodeHalves } from "../find/postcode.js";
import { type SpokenPage, spokenPage } from "../messages/page-language.js";
import type { Speaker } from "../messages/speaker.js";
import { speakerOfAreas } from "../public/catalogues.js";

/** The page that lists every part of the city that has a page. */
export interface PartsPage extends SpokenPage {
  /** Whether there is any part. */
  available: boolean;
  list: AreaPageList;
  city: string;
  speaker: Speaker;
}

/** Fetches the parts of the city, and the words of the page. */
export async function partsPage(): Promise<PartsPage> {
  const [list, speaker] = await Promise.all([
    FileAttachment("../../data/area-pages.json").json<AreaPageList>(),
    speakerOfAreas(),
  ]);
  return partsPageOf(list, speaker);
}

/** The page of given parts and words. */
export function partsPageOf(list: AreaPageList, speaker: Speaker): PartsPage {
  return {
    ...spokenPage(speaker, { title: speaker.say("site.areas"), root: "../" }),
    available: list.length > 0,
    list,
    city: list[0]?.city ?? "",
    speaker,
  };
}

/**
 * Every ward under its locality, each a link to its page, and a field that leaves only those that are meant: by letters of
 * their names or by a postcode, which stays on the device. Without script it is a list.
 */
export function partList({ list, speaker }: PartsPage): HTMLElement {
  const id = uniqueId("part");
  const told = element("p", { class: "ey-hint", role: "status" });
  const field = element("input", {
    id,
    type: "search",
    autocomplete: "off",
    oninput: () => void find(field.value.trim()),
  });
  const itemOf = ({ code, name, slug }: AreaPageList[number]) =>
    element("li", { "data-code": code, "data-name": bare(name) }, element("a", { href: `./${slug}` }, name));
  const groups = groupsOf(list).map(({ locality, wards }) =>
    element(
      "section",
      locality ? { "data-name": bare(locality.name) } : {},
      locality && element("h2", {}, element("a", { href: `./${locality.slug}` }, locality.name)),
      element("ul", { class: "ey-ward-list" }, ...wards.map(itemOf)),
    ),
  );
  return element(
    "div",
    { class: "ey-parts" },
    element("div", { class: "ey-choose" }, element("label", { for: id }, speaker.say("near")), field),
    told,
    ...groups,
  );

  async function find(text: string): Promise<void> {
    const halves = postcodeHalves(text);
    if (!halves) return leave(text, (node) => node.dataset.name?.includes(bare(text)) ?? false);
    // What could not be fetched is as good as not known: the list stands below.
    const units = await postcodesOf(halves[0], "../").catch(() => undefined);
    const ward = units && placeOfPostcode(units, halves[1])?.ward;
    if (field.value.trim() === text) leave(text, (node) => ward !== undefined && node.dataset.code === ward);
  }

  /** Hides what is not meant; of a locality that is meant nothing. Where nothing is meant, all stay. */
  function leave(text: string, isMeant: (node: HTMLElement) => boolean): void {
    const items = groups.flatMap((group) =>
      [...group.querySelectorAll("li")].map((item) => ({ group, item, is: isMeant(item) || isMeant(group) })),
    );
    const isAny = text === "" || items.some(({ is }) => is);
    for (const { item, is } of items) item.hidden = isAny && text !== "" && !is;
    for (const group of groups) group.hidden = group.querySelector("li:not([hidden])") === null;
    told.textContent = isAny ? "" : speaker.say("lost");
  }
}

interface Group {
  locality: AreaPageList[number] | undefined;
  wards: AreaPageList;
}

/** Localities in name order with their wards, and wards of none at the end. */
function groupsOf(list: AreaPageList): Group[] {
  const wardsIn = (code: string) =>
    list.filter(({ level, locality }) => level === "ward" && locality === code);
  const groups: Group[] = list
    .filter(({ level }) => level === "locality")
    .map((locality) => ({ locality, wards: wardsIn(locality.code) }));
  const grouped = new Set(groups.flatMap(({ wards }) => wards));
  const others = list.filter((one) => one.level === "ward" && !grouped.has(one));
  return others.length > 0 ? [...groups, { locality: undefined, wards: others }] : groups;
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f’']/g, "");
}
