import type { WardPage } from "../../loaders/public/ward-[slug].json.js";
import {
  agesSaid,
  confirmedSaid,
  fundedSaid,
  inspectionSaid,
  kindSaid,
  openingSaid,
} from "../directory/said.js";
import { type Service, type ServiceKind, serviceKinds } from "../directory/service.js";
import { telephoneLink } from "../directory/telephone-link.js";
import { reportsAddress } from "../directory/words.js";
import { element } from "../element.js";
import { type SpokenPage, spokenPage } from "../messages/page-language.js";
import type { Speaker } from "../messages/speaker.js";
import { answerSaid, ofMeasure } from "../public/said.js";
import { type MeasureInWords, summaryInWords } from "../public/summary.js";
import { differenceSaid, trendSaid } from "../words/ward-words.js";
import { speakerOfWard } from "./catalogues.js";

/** A measure of a ward with what a reader asks of it: sentences, empty where there is nothing to say. */
export interface WardMeasure extends MeasureInWords {
  means: string;
  difference: string;
  trend: string;
  unknown: string;
}

/** What a ward's page tells. */
export interface WardInWords extends SpokenPage {
  speaker: Speaker;
  data: WardPage;
  name: string;
  city: string;
  services: readonly Service[];
  /** What the area is: “Ward of Birmingham”. */
  kind: string;
  /** How many places for families there are, in a sentence. */
  here: HTMLElement;
  measure: (id: string) => WardMeasure;
}

/** What a data set of a ward tells, in the language that the address asks for. */
export async function wardPage(data: WardPage): Promise<WardInWords> {
  return wardInWords(data, await speakerOfWard());
}

/** What a data set of a ward tells, in the words of a catalogue. */
export function wardInWords(data: WardPage, speaker: Speaker): WardInWords {
  const summary = summaryInWords(data, speaker);
  const [ward] = data.wards;
  const name = ward?.name ?? "";
  const { say } = speaker;
  const page = spokenPage(speaker, { title: say("wardTitle", { name }), root: "../" });
  return {
    ...page,
    speaker,
    data,
    name,
    city: data.city.name,
    services: data.services,
    kind: kindOf(data, speaker),
    here: page.linked("here", { find: "../find" }, { places: data.services.length, name }),
    measure: (id) => {
      const measure = summary.measure(id, { ward: ward?.code ?? "", measure: id, choose: () => {} });
      const points = data.trends.find((trend) => trend.id === id)?.points ?? [];
      return {
        ...measure,
        // A page about a ward that shows the city's figure alone must not read as if it were the ward's.
        answer:
          measure.known && !measure.ward
            ? `${answerSaid(speaker, id, name, null)} ${measure.answer}`
            : measure.answer,
        means: ofMeasure(speaker, "means", id),
        difference: measure.known ? differenceSaid(speaker, measure.known, name, data.city.name) : "",
        trend: measure.known ? trendSaid(speaker, points, measure.known.unit) : "",
        unknown: ofMeasure(speaker, "unknown", id),
      };
    },
  };
}

function kindOf({ level, locality, city: { name: city } }: WardPage, { say }: Speaker): string {
  if (level === "locality") return say("kind.locality", { city });
  return locality === null ? say("kind.ward", { city }) : say("kind.inLocality", { locality, city });
}

/** Where each part of the page begins: the measures that are known, and the places. */
export function contents({ data, name, speaker }: WardInWords): HTMLElement {
  const { say } = speaker;
  const measures = data.measures.filter(({ city }) => city !== null);
  const links: [href: string, words: string][] = [
    ...measures.map(({ id }): [string, string] => [`#${id}`, ofMeasure(speaker, "short", id)]),
    ...(data.services.length ? [["#places", say("placesTitle", { name })] as [string, string]] : []),
  ];
  return element(
    "nav",
    { "aria-label": say("onThisPage") },
    element(
      "ul",
      { class: "ey-contents" },
      ...links.map(([href, words]) => element("li", {}, element("a", { href }, words))),
    ),
  );
}

/** The places of a ward by kind, each with its telephone number: a list that needs no script. */
export function placeList({ services, speaker }: WardInWords): HTMLElement {
  const kinds = (Object.keys(serviceKinds) as ServiceKind[]).filter((kind) =>
    services.some((service) => service.kind === kind),
  );
  return element(
    "div",
    {},
    ...kinds.flatMap((kind) => [
      element("h3", {}, kindSaid(speaker, kind)),
      element(
        "ul",
        { class: "ey-place-list" },
        ...services.filter((service) => service.kind === kind).map((service) => place(speaker, service)),
      ),
    ]),
  );
}

/** The wards of a locality, each with its page. */
export function wardLinks({ data }: WardInWords): HTMLElement {
  return element(
    "ul",
    { class: "ey-ward-list" },
    ...data.within.map(({ name, slug }) => element("li", {}, element("a", { href: `./${slug}` }, name))),
  );
}

/** Lines that serve all of the city. */
export function ringList({ data, speaker }: WardInWords): HTMLElement {
  return element(
    "ul",
    { class: "ey-place-list" },
    ...data.anywhere.map((service) => place(speaker, service)),
  );
}

// Its full stop never begins a line.
function phoneLink(service: Service): HTMLElement {
  return element("span", { class: "ey-phone" }, telephoneLink(service), ".");
}

function place(speaker: Speaker, service: Service): HTMLElement {
  const { say } = speaker;
  const reports = service.inspection && reportsAddress(service.urn);
  const said = [
    agesSaid(speaker, service),
    fundedSaid(speaker, service),
    ...openingSaid(speaker, service),
    ...inspectionSaid(speaker, service.inspection),
  ];
  return element(
    "li",
    {},
    element("strong", {}, service.name),
    // "Small Steps Ltd."
    service.name.endsWith(".") ? " " : ". ",
    service.phone ? phoneLink(service) : `${say("places.noPhone")}.`,
    ` ${said.filter(Boolean).join(". ")}. `,
    reports && element("a", { href: reports, rel: "noreferrer" }, say("places.reports")),
    reports && ". ",
    element(
      "span",
      { class: "ey-place-note" },
      `${[service.address, service.postcode].filter(Boolean).join(", ")}${service.address ? ". " : ""}${confirmedSaid(speaker, service)}.`,
    ),
  );
}
