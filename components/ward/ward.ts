import type { WardPage } from "../../loaders/public/ward-[slug].json.js";
import { type Service, type ServiceKind, serviceKinds } from "../directory/service.js";
import {
  ageWords,
  confirmedWords,
  fundedWords,
  inspectionWords,
  openingWords,
  reportsAddress,
} from "../directory/words.js";
import { element } from "../element.js";
import { type ToldMeasure, toldSummary } from "../public/summary.js";
import { plural } from "../words/format.js";
import { differenceWords, meanings, trendWords } from "./words.js";

/** A measure of a ward with what a reader asks of it: sentences, empty where there is nothing to say. */
export interface WardMeasure extends ToldMeasure {
  means: string;
  difference: string;
  trend: string;
  unknown: string;
}

/** What a ward's page tells. */
export interface ToldWard {
  data: WardPage;
  name: string;
  city: string;
  services: readonly Service[];
  /** “3 nurseries, a children’s centre …” in a sentence. */
  here: string;
  measure: (id: string) => WardMeasure;
}

/** What a data set of a ward tells. */
export function toldWard(data: WardPage): ToldWard {
  const told = toldSummary(data);
  const [ward] = data.wards;
  const name = ward?.name ?? "";
  return {
    data,
    name,
    city: data.city.name,
    services: data.services,
    here: `We know of ${plural(data.services.length, "place")} for families in ${name}.`,
    measure: (id) => {
      const measure = told.measure(id, { ward: ward?.code ?? "", measure: id, choose: () => {} });
      const points = data.trends.find((trend) => trend.id === id)?.points ?? [];
      return {
        ...measure,
        means: meanings[id]?.means ?? "",
        difference: measure.told ? differenceWords(measure.told, name, data.city.name) : "",
        trend: measure.told ? trendWords(points, measure.told.unit) : "",
        unknown: meanings[id]?.unknown ?? "",
      };
    },
  };
}

/** The places of a ward by kind, each with its telephone number: a list that needs no script. */
export function placeList({ services }: ToldWard): HTMLElement {
  const kinds = (Object.keys(serviceKinds) as ServiceKind[]).filter((kind) =>
    services.some((service) => service.kind === kind),
  );
  return element(
    "div",
    {},
    ...kinds.flatMap((kind) => [
      element("h3", {}, serviceKinds[kind]),
      element(
        "ul",
        { class: "ey-place-list" },
        ...services.filter((service) => service.kind === kind).map(place),
      ),
    ]),
  );
}

/** The wards of a locality, each with its page. */
export function wardLinks({ data }: ToldWard): HTMLElement {
  return element(
    "ul",
    { class: "ey-ward-list" },
    ...data.within.map(({ name, slug }) => element("li", {}, element("a", { href: `./${slug}` }, name))),
  );
}

/** Lines that serve all of the city. */
export function ringList({ data }: ToldWard): HTMLElement {
  return element("ul", { class: "ey-place-list" }, ...data.anywhere.map(place));
}

function place(service: Service): HTMLElement {
  const reports = service.inspection && reportsAddress(service.urn);
  const said = [
    ageWords(service),
    fundedWords(service),
    ...openingWords(service),
    ...inspectionWords(service.inspection),
  ];
  return element(
    "li",
    {},
    element("strong", {}, service.name),
    // "Small Steps Ltd."
    service.name.endsWith(".") ? " " : ". ",
    service.phone
      ? element("a", { href: `tel:${service.phone.replaceAll(" ", "")}` }, service.phone)
      : "No telephone number is known",
    `. ${said.filter(Boolean).join(". ")}. `,
    reports && element("a", { href: reports, rel: "noreferrer" }, "Ofsted’s reports"),
    reports && ". ",
    element(
      "span",
      { class: "ey-place-note" },
      `${[service.address, service.postcode].filter(Boolean).join(", ")}${service.address ? ". " : ""}${confirmedWords(service)}.`,
    ),
  );
}
