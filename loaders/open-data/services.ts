import { fundedHours, type Service, serviceKinds } from "../../components/directory/service.js";
import { inspectionWords, openingWords, reportsAddress } from "../../components/directory/words.js";
import type { FileColumn } from "../../components/tables/file-figures.js";
import { openReferralAbout, openReferralPages } from "../directory/open-referral.js";
import { serviceSchema } from "../directory/schema.js";
import { serviceOrder } from "../directory/service-order.js";
import type { City } from "../registry/city.js";
import type { Database } from "../store/database.js";
import type { OpenSource, OpenTable } from "./open-table.js";

/** The services of the publishable database, in name order. */
export async function readServices(db: Database): Promise<Service[]> {
  const rows = await db.rows<{ record: string }>("SELECT record FROM service ORDER BY id");
  return rows.map(({ record }) => serviceSchema.parse(JSON.parse(record))).sort(serviceOrder);
}

const texts: [name: string, title: string, description: string, required?: boolean][] = [
  ["service_id", "Service", "A number that stays the same from publication to publication.", true],
  ["urn", "Number on the register", "The inspectorate's number, or that of the register of schools."],
  ["name", "Name", "What the service calls itself.", true],
  ["kind", "Kind", "What it is: a nursery, a children's centre, a group and so on.", true],
  ["organisation", "Organisation", "Who runs it."],
  ["description", "Description", "What it says of itself."],
  ["telephone", "Telephone", "The number to ring."],
  ["website", "Website", "Its own pages."],
  ["address", "Address", "Where it is; never given of somebody's home."],
  ["postcode", "Postcode", "Never given of somebody's home."],
  ["ward_code", "Ward", "The code of the ward that it is in."],
  ["funded_hours", "Funded hours", "Which it takes, joined by semicolons."],
  ["opening", "Opening", "When it is open."],
  ["special_needs", "Special needs", "What help it says that it gives."],
  ["languages", "Languages", "Spoken there besides English, joined by semicolons."],
  ["meals", "Meals", "Whether it gives meals: yes or no."],
  ["cost", "Cost", "As it was told."],
  ["inspection", "Inspection", "What the inspectorate found, under the rules of its time."],
  ["reports", "Reports", "Where the inspectorate's reports are."],
  ["source_ids", "Sources", "The sources that any of this is from, joined by semicolons.", true],
];
const numbers: [name: string, title: string, description: string][] = [
  ["youngest", "Youngest", "Age in years from which children are taken."],
  ["oldest", "Oldest", "Age in years until which children are taken."],
  ["places", "Places", "Children that it may care for at one time; neither vacant nor funded places."],
  ["weeks_open", "Weeks open", "Weeks a year."],
  ["latitude", "Latitude", "Degrees north."],
  ["longitude", "Longitude", "Degrees east."],
];
const columns: FileColumn[] = [
  ...texts.map(([name, title, description, required = false]) => ({
    name,
    title,
    description,
    type: "string" as const,
    required,
  })),
  ...numbers.map(([name, title, description]) => ({
    name,
    title,
    description,
    type: "number" as const,
    required: false,
  })),
  {
    name: "confirmed",
    title: "Confirmed",
    description: "The day on which how to reach it was last confirmed.",
    type: "date",
    required: false,
  },
  {
    name: "sample",
    title: "Sample",
    description: "Whether the row is invented.",
    type: "boolean",
    required: true,
  },
];

/** The directory as a table of open data; undefined where it is empty. An empty cell is something that nobody has told. */
export async function serviceTable(db: Database, sample: boolean): Promise<OpenTable | undefined> {
  const services = await readServices(db);
  if (services.length === 0) return undefined;
  const ids = [
    ...new Set(services.flatMap(({ origins }) => Object.values(origins).map((origin) => origin.source))),
  ];
  const sources = await db.rows<OpenSource & { asOf: string | null }>(
    `SELECT source AS id, title, licence, page, as_of::VARCHAR AS "asOf" FROM source WHERE list_contains($1::VARCHAR[], source) ORDER BY title`,
    [JSON.stringify(ids)],
  );
  return {
    id: "services",
    title: "Services for families",
    definition:
      "Childcare, children's centres, family hubs, groups, clinics and advice lines, one row a service at a place.",
    caveats: [
      "An empty cell is something that nobody has told: ring to ask.",
      "The address of somebody who looks after children at home is not given, and those who let no name be published are not listed.",
      "Since November 2025 inspections give a grade an area and none overall: do not compare across that date.",
    ],
    columns,
    key: ["service_id"],
    rows: services.map((service) => rowOf(service, sample)),
    periods: null,
    covers: null,
    asOf:
      sources
        .map(({ asOf }) => asOf)
        .filter((day) => day !== null)
        .sort()
        .at(-1) ?? null,
    sources: sources.map(({ asOf: _, ...source }) => source),
    cadence: null,
  };
}

function rowOf(service: Service, sample: boolean): OpenTable["rows"][number] {
  const { funded, languages, meals, origins } = service;
  const cells: Record<string, string | number | undefined | null> = {
    ...{ service_id: service.id, urn: service.urn, name: service.name, kind: serviceKinds[service.kind] },
    ...{ organisation: service.organisation, description: service.description, telephone: service.phone },
    ...{
      website: service.website,
      address: service.address,
      postcode: service.postcode,
      ward_code: service.ward,
    },
    funded_hours: funded?.map((code) => fundedHours[code]).join("; "),
    opening: service.sessions ? openingWords(service).join("; ") : undefined,
    ...{ special_needs: service.needs, languages: languages?.join("; ") },
    meals: meals === undefined ? undefined : meals ? "yes" : "no",
    cost: service.cost,
    inspection: inspectionWords(service.inspection).join("; ") || undefined,
    reports: service.inspection ? reportsAddress(service.urn) : undefined,
    source_ids: [...new Set(Object.values(origins).map((origin) => origin.source))].sort().join("; "),
    ...{
      youngest: service.youngest,
      oldest: service.oldest,
      places: service.places,
      weeks_open: service.weeks,
    },
    ...{ latitude: service.latitude, longitude: service.longitude, confirmed: service.confirmed },
  };
  return columns.map(({ name }) => (name === "sample" ? sample : (cells[name] ?? null)));
}

/**
 * The files of the directory besides its table, by name: Open Referral UK 3.0 by page, and for the page that finds what is near
 * its services by ward and postcodes by the half before the space, so that a browser fetches what is near and sends nothing.
 */
export async function serviceFiles(db: Database, city: City, sample: boolean): Promise<Map<string, string>> {
  const services = await readServices(db);
  const files = new Map<string, string>();
  if (services.length === 0) return files;
  const said = sample
    ? services.map((service) => ({
        ...service,
        description: `Invented, to try the directory out. ${service.description ?? ""}`.trim(),
      }))
    : services;
  openReferralPages(said, city.name).forEach((page) => {
    files.set(`open-referral/services/${page.page_number}.json`, text(page));
  });
  files.set("open-referral/index.json", text({ ...openReferralAbout, sample }));
  for (const ward of new Set(services.map((service) => service.ward)))
    files.set(`places/${ward ?? "anywhere"}.json`, text(services.filter((service) => service.ward === ward)));
  const postcodes = await db.rows<{ outward: string; units: string }>(`
    SELECT split_part(postcode, ' ', 1) AS outward,
      string_agg(split_part(postcode, ' ', 2) || ' ' || latitude::VARCHAR || ' ' || longitude::VARCHAR || ' ' || ward, ';' ORDER BY postcode) AS units
    FROM postcode GROUP BY 1 ORDER BY 1`);
  for (const { outward, units } of postcodes)
    files.set(`postcodes/${outward}.json`, text({ outward, units }));
  return files;
}

const text = (value: object): string => `${JSON.stringify(value)}\n`;
