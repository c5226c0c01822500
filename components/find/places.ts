import { FileAttachment } from "observablehq:stdlib";
import type { FindPlaces } from "../../loaders/public/find-places.json.js";
import { openingSaid } from "../directory/said.js";
import type { Service } from "../directory/service.js";
import { telephoneLink } from "../directory/telephone-link.js";
import { element } from "../element.js";
import { type SpokenPage, spokenPage } from "../messages/page-language.js";
import type { Speaker } from "../messages/speaker.js";
import { speakerOfFind } from "./catalogues.js";

/** The page that finds childcare and support: where to look, told in the reader's language. */
export interface FindPage extends SpokenPage {
  available: boolean;
  data: FindPlaces;
  speaker: Speaker;
}

/** Fetches where to look, and the words of the page. */
export async function findPage(): Promise<FindPage> {
  const [data, speaker] = await Promise.all([
    FileAttachment("../../data/find-places.json").json<FindPlaces>(),
    speakerOfFind(),
  ]);
  return findPageOf(data, speaker);
}

/** The page of given places and words. */
export function findPageOf(data: FindPlaces, speaker: Speaker): FindPage {
  return {
    ...spokenPage(speaker, { title: speaker.say("title") }),
    available: data.available,
    data,
    speaker,
  };
}

/** A page of each part of the city, for who would rather read a list or has no script. */
export function wardList({ data: { wards }, speaker }: FindPage): HTMLElement {
  return element(
    "div",
    {},
    element(
      "ul",
      { class: "ey-ward-list" },
      ...wards.map(({ name, slug }) =>
        element("li", {}, element("a", { href: `./areas/${slug}#places` }, name)),
      ),
    ),
    element("p", {}, element("a", { href: "./areas/" }, speaker.say("site.areas"))),
  );
}

/** Whom to ring who finds nothing: lines for the whole city, with their hours. */
export function whomToRing({ data: { anywhere }, speaker }: FindPage): HTMLElement {
  return element(
    "ul",
    { class: "ey-ring-list" },
    ...anywhere
      .filter(({ phone }) => phone)
      .map((service) =>
        element(
          "li",
          {},
          element("strong", {}, service.name),
          ": ",
          telephoneLink(service),
          `. ${openingSaid(speaker, service)[0]}.`,
        ),
      ),
  );
}

/** Where the directory is from, and as of when. */
export function sourcesLine({ data: { sources }, speaker: { say, list, day } }: FindPage): string {
  return say("sources", {
    sources: list(sources.map(({ title, asOf }) => (asOf ? `${title} (${day(asOf)})` : title))),
  });
}
