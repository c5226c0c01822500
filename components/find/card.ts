import {
  agesSaid,
  confirmedSaid,
  fundedSaid,
  inspectionSaid,
  kindSaid,
  openingSaid,
} from "../directory/said.js";
import type { Service } from "../directory/service.js";
import { reportsAddress } from "../directory/words.js";
import { element } from "../element.js";
import type { Speaker } from "../messages/speaker.js";
import type { Found } from "./search.js";
import { askSaid, walkSaid } from "./words.js";

/** How the page keeps a service on the family's list. */
export interface Keeping {
  has: (service: Service) => boolean;
  toggle: (service: Service) => void;
}

/** One service as a family reads it: how far, what, when, whom to ring, and what nobody has told. */
export function card(
  speaker: Speaker,
  found: Found,
  keeping: Keeping,
  wardName: string | undefined,
): HTMLElement {
  const { say } = speaker;
  const { service } = found;
  const walk = walkSaid(speaker, found);
  const funded = fundedSaid(speaker, service);
  const keep = element(
    "button",
    { type: "button", "aria-pressed": String(keeping.has(service)) },
    say(keeping.has(service) ? "kept" : "keep"),
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
      [
        kindSaid(speaker, service.kind),
        agesSaid(speaker, service),
        inspectionSaid(speaker, service.inspection)[0],
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    element("p", {}, [funded, ...openingSaid(speaker, service)].filter(Boolean).join(". "), "."),
    element(
      "p",
      { class: "ey-place-doing" },
      service.phone &&
        element(
          "a",
          {
            class: "ey-ring",
            href: `tel:${service.phone.replaceAll(" ", "")}`,
            "aria-label": say("ringWhom", { name: service.name, phone: service.phone }),
          },
          say("ring", { phone: service.phone }),
        ),
      directionsLink(speaker, service),
      keep,
    ),
    element(
      "p",
      { class: "ey-place-note" },
      `${askSaid(speaker, found)} ${confirmedSaid(speaker, service)}.`,
    ),
    element(
      "details",
      {},
      element("summary", {}, say("details"), element("span", { class: "ey-hidden" }, `: ${service.name}`)),
      aboutList(speaker, service, wardName),
    ),
  );
}

// The way there opens in the family's own map: it is told the place, not where the family is.
function directionsLink({ say }: Speaker, { latitude, longitude, name }: Service): HTMLElement | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  return element(
    "a",
    {
      href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`,
      rel: "noreferrer",
      "aria-label": `${say("directions")}: ${name}`,
    },
    say("directions"),
  );
}

/** All else that is known of a service, and in words what is not. */
export function aboutList(speaker: Speaker, service: Service, wardName: string | undefined): HTMLElement {
  const { say } = speaker;
  const reports = service.inspection && reportsAddress(service.urn);
  return element(
    "dl",
    { class: "ey-about" },
    ...aboutRows(speaker, service, wardName).flatMap(([name, text]) => [
      element("dt", {}, name),
      element("dd", {}, text),
    ]),
    ...(reports
      ? [
          element("dt", {}, say("row.reports")),
          element("dd", {}, element("a", { href: reports, rel: "noreferrer" }, say("places.reports"))),
        ]
      : []),
    ...(service.website
      ? [
          element("dt", {}, say("row.website")),
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

/** What is known of a service by name, in words: the rows of its details, and of a comparison of several. */
export function aboutRows(
  speaker: Speaker,
  service: Service,
  wardName: string | undefined,
): [name: string, text: string][] {
  const { say, list } = speaker;
  const ask = say("row.ask");
  const place = [service.address, service.postcode].filter(Boolean).join(", ");
  const where =
    place ||
    (service.ward
      ? wardName
        ? say("where.ward", { ward: wardName })
        : say("where.city")
      : say("where.phone"));
  const rows: [string, string | undefined][] = [
    [say("row.what"), service.description],
    [say("row.where"), where],
    [say("row.open"), openingSaid(speaker, service).join(". ")],
    [say("row.ages"), agesSaid(speaker, service) ?? ask],
    [say("row.funded"), fundedSaid(speaker, service) ?? ask],
    [say("row.cost"), service.cost ?? ask],
    [say("row.meals"), service.meals === undefined ? ask : say(service.meals ? "meals.yes" : "meals.no")],
    [say("row.needs"), service.needs ?? ask],
    [say("row.languages"), service.languages ? list(service.languages) : ask],
    [say("row.size"), service.places === undefined ? undefined : say("size", { children: service.places })],
    [say("row.inspection"), inspectionSaid(speaker, service.inspection).join(". ") || undefined],
    [say("row.confirmed"), confirmedSaid(speaker, service)],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}
