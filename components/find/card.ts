import { type Service, serviceKinds } from "../directory/service.js";
import {
  ageWords,
  confirmedWords,
  fundedWords,
  inspectionWords,
  openingWords,
  reportsAddress,
} from "../directory/words.js";
import { element } from "../element.js";
import { formatList } from "../words/format.js";
import { formatCount } from "../words/numbers.js";
import type { Found } from "./search.js";
import { askWords, walkWords, words } from "./words.js";

/** How the page keeps a service on the family's list. */
export interface Keeping {
  has: (service: Service) => boolean;
  toggle: (service: Service) => void;
}

/** One service as a family reads it: how far, what, when, whom to ring, and what nobody has told. */
export function card(found: Found, keeping: Keeping, wardName: string | undefined): HTMLElement {
  const { service } = found;
  const walk = walkWords(found);
  const funded = fundedWords(service);
  const keep = element(
    "button",
    { type: "button", "aria-pressed": String(keeping.has(service)) },
    keeping.has(service) ? words.kept : words.keep,
  );
  keep.setAttribute("aria-label", `${keep.textContent}: ${service.name}`);
  keep.addEventListener("click", () => keeping.toggle(service));
  return element(
    "li",
    { class: "ey-place" },
    element(
      "div",
      { class: "ey-place-top" },
      element("h3", {}, service.name),
      walk && element("p", { class: "ey-walk" }, walk),
    ),
    element(
      "p",
      { class: "ey-place-kind" },
      [serviceKinds[service.kind], ageWords(service), inspectionWords(service.inspection)[0]]
        .filter(Boolean)
        .join(" · "),
    ),
    element("p", {}, [funded, ...openingWords(service)].filter(Boolean).join(". "), "."),
    element(
      "p",
      { class: "ey-place-doing" },
      service.phone &&
        element(
          "a",
          {
            class: "ey-ring",
            href: `tel:${service.phone.replaceAll(" ", "")}`,
            "aria-label": `${words.ring} ${service.name}: ${service.phone}`,
          },
          `${words.ring} ${service.phone}`,
        ),
      directionsLink(service),
      keep,
    ),
    element("p", { class: "ey-place-note" }, `${askWords(found)} ${confirmedWords(service)}.`),
    element(
      "details",
      {},
      element("summary", {}, words.details, element("span", { class: "ey-hidden" }, `: ${service.name}`)),
      aboutList(service, wardName),
    ),
  );
}

// The way there opens in the family's own map: it is told the place, not where the family is.
function directionsLink({ latitude, longitude, name }: Service): HTMLElement | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  return element(
    "a",
    {
      href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`,
      rel: "noreferrer",
      "aria-label": `${words.directions}: ${name}`,
    },
    words.directions,
  );
}

/** All else that is known of a service, and in words what is not. */
export function aboutList(service: Service, wardName: string | undefined): HTMLElement {
  const reports = service.inspection && reportsAddress(service.urn);
  return element(
    "dl",
    { class: "ey-about" },
    ...aboutRows(service, wardName).flatMap(([name, text]) => [
      element("dt", {}, name),
      element("dd", {}, text),
    ]),
    ...(reports
      ? [
          element("dt", {}, "Reports"),
          element("dd", {}, element("a", { href: reports, rel: "noreferrer" }, "Ofsted’s reports")),
        ]
      : []),
    ...(service.website
      ? [
          element("dt", {}, "Website"),
          element(
            "dd",
            {},
            element(
              "a",
              { href: service.website, rel: "noreferrer" },
              service.website.replace(/^https?:\/\//, ""),
            ),
          ),
        ]
      : []),
  );
}

const ask = "Ring to ask";

/** What is known of a service by name, in words: the rows of its details, and of a comparison of several. */
export function aboutRows(service: Service, wardName: string | undefined): [name: string, text: string][] {
  const place = [service.address, service.postcode].filter(Boolean).join(", ");
  const where = place || (service.ward ? `In ${wardName ?? "the city"}; ring to ask where` : "By telephone");
  const rows: [string, string | undefined][] = [
    ["What it is", service.description],
    ["Where", where],
    ["Open", openingWords(service).join(". ")],
    ["Ages", ageWords(service) ?? ask],
    ["Funded hours", fundedWords(service) ?? ask],
    ["Cost", service.cost ?? ask],
    ["Meals", service.meals === undefined ? ask : service.meals ? "Given" : "Not given"],
    ["Special needs", service.needs ?? ask],
    ["Languages", service.languages ? formatList(service.languages) : ask],
    [
      "Size",
      service.places === undefined ? undefined : `Up to ${formatCount(service.places)} children at a time`,
    ],
    ["Inspection", inspectionWords(service.inspection).join(". ") || undefined],
    ["Confirmed", confirmedWords(service)],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}
