import { z } from "zod";
import { asOf, type ExtractDates } from "./dates.js";
import type { Source } from "./source.js";

/*
 * The model by which UK government organisations exchange descriptions of data sets, in the part that this workspace
 * writes: data sets, their distributions, and whom to contact.
 *
 * One extension: the model knows organisations by a closed list of central government's short names, and a council or an
 * NHS trust is not on it. Such an organisation is written `local:` and its name in lower case with hyphens, as in
 * local:birmingham-city-council; `local:` stands for urn:early-years-workspace:organisation:.
 */

const uri = z.string().regex(/^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$/, "must be a URI.");
const organisation = z
  .string()
  .regex(
    /^(local:)?[a-z0-9]+(-[a-z0-9]+)*$/,
    "must be the short name of an organisation, as in ofsted, or local: and a name.",
  );
const licence = z.union([z.literal("DATA_SHARE_AGREEMENT"), uri]);
const accessRights = z.enum(["INTERNAL", "OPEN", "COMMERCIAL"]);

export const contactPointSchema = z.strictObject({
  contactName: z.string().min(1),
  email: z.string().regex(/^\S+@[\S.]+$/, "must be an e-mail address."),
  telephone: z.string().optional(),
  address: z.string().optional(),
});

const frequencies = [
  "triennial",
  "biennial",
  "annual",
  "semiannual",
  "threeTimesAYear",
  "quarterly",
  "bimonthly",
  "monthly",
  "semimonthly",
  "biweekly",
  "threeTimesAMonth",
  "weekly",
  "semiweekly",
  "threeTimesAWeek",
  "daily",
  "continuous",
  "irregular",
] as const;
type Frequency = (typeof frequencies)[number];

export const datasetSchema = z.strictObject({
  identifier: uri,
  type: z.literal("dcat:Dataset"),
  title: z.string().min(1),
  alternativeTitle: z.array(z.string()).optional(),
  summary: z.string().max(250).optional(),
  description: z.string().min(1),
  keyword: z.array(z.string()).optional(),
  theme: z.array(uri).optional(),
  relatedResource: z.array(uri).optional(),
  licence,
  version: z.string().min(1),
  accessRights,
  securityClassification: z.enum(["OFFICIAL", "SECRET", "TOP_SECRET", "NOT_APPLICABLE"]),
  contactPoint: contactPointSchema,
  creator: z.array(organisation).min(1),
  publisher: organisation,
  created: z.iso.date().optional(),
  issued: z.iso.date().optional(),
  modified: z.iso.date(),
  updateFrequency: z.enum(frequencies.map((frequency) => `freq:${frequency}` as const)),
  distribution: z.array(uri).optional(),
});

export const distributionSchema = z.strictObject({
  identifier: uri,
  type: z.literal("dcat:Distribution"),
  title: z.string().min(1),
  description: z.string().optional(),
  licence,
  accessRights: accessRights.optional(),
  accessService: z.array(z.string()).optional(),
  byteSize: z.int().min(1).optional(),
  downloadURL: uri.optional(),
  issued: z.iso.date().optional(),
  modified: z.iso.date().optional(),
  mediaType: z
    .string()
    .regex(
      /^(application|audio|font|image|message|model|multipart|text|video)\/\S+$/,
      "must be a media type.",
    ),
});

export type DatasetRecord = z.infer<typeof datasetSchema>;
export type DistributionRecord = z.infer<typeof distributionSchema>;

/** What of an extract the records tell. */
export interface DescribedExtract extends ExtractDates {
  name: string;
  sha256: string;
  bytes: number;
  period: string | null;
}

/**
 * The description of a source as a data set, with its steward as the contact point. It was issued when its first extract was
 * published, where that is known; its version, and the day of its last change, is the latest as-of date of its extracts. The
 * period that it covers is told in the description, as the model has no place of its own for it.
 * A source without an extract has no data set yet, and no record: null.
 */
export function metadataRecord(source: Source, extracts: DescribedExtract[]): DatasetRecord | null {
  const modified = extracts.map(dayOf).sort().at(-1);
  if (!modified) return null;
  const [issued] = extracts.flatMap(({ published }) => published ?? []).sort();
  const { owner, steward } = source;
  return datasetSchema.parse({
    identifier: identifierOf(source),
    type: "dcat:Dataset",
    title: source.title,
    ...(source.description.length <= 250 ? { summary: source.description } : {}),
    description: [source.description, ...coverage(extracts), ...source.caveats].join("\n\n"),
    ...(source.keywords.length ? { keyword: source.keywords } : {}),
    ...(source.page ? { relatedResource: [source.page] } : {}),
    licence: licenceOf(source),
    version: modified,
    accessRights: accessOf(source),
    securityClassification: "OFFICIAL",
    contactPoint: {
      contactName: `${steward.team}, ${steward.organisation}`,
      email: steward.email,
      ...(steward.phone ? { telephone: steward.phone } : {}),
    },
    creator: [organisationOf(owner.organisation)],
    // What is published is published by its owner; what is shared is made available by who looks after it here.
    publisher: organisationOf(source.sensitivity === "open" ? owner.organisation : steward.organisation),
    ...(issued ? { issued } : {}),
    modified,
    updateFrequency: `freq:${frequencyOf[source.cadence.every]}`,
    distribution: extracts.map((extract) => distributionIdentifier(source, extract)),
  } satisfies DatasetRecord);
}

/** The descriptions of a source's extracts, to which the data set's record points. */
export function distributionRecords(source: Source, extracts: DescribedExtract[]): DistributionRecord[] {
  return extracts.map((extract) =>
    distributionSchema.parse({
      identifier: distributionIdentifier(source, extract),
      type: "dcat:Distribution",
      title: extract.period ? `${source.title}: ${extract.period}` : source.title,
      licence: licenceOf(source),
      accessRights: accessOf(source),
      byteSize: extract.bytes,
      ...(extract.published ? { issued: extract.published } : {}),
      modified: dayOf(extract),
      mediaType: mediaTypes[source.format.type],
    } satisfies DistributionRecord),
  );
}

const frequencyOf: Record<Source["cadence"]["every"], Frequency> = {
  daily: "daily",
  weekly: "weekly",
  monthly: "monthly",
  quarterly: "quarterly",
  termly: "threeTimesAYear",
  annual: "annual",
  irregular: "irregular",
};

const mediaTypes: Record<Source["format"]["type"], string> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
  "json-lines": "application/jsonl",
  xml: "application/xml",
  geojson: "application/geo+json",
  parquet: "application/vnd.apache.parquet",
};

/** Short names on the model's list whose data sets the registry describes. */
export const centralOrganisations = [
  "department-for-education",
  "ministry-of-housing-communities-and-local-government",
  "nhs-england",
  "office-for-health-improvement-and-disparities",
  "office-for-national-statistics",
  "ofsted",
  "ordnance-survey",
];

function organisationOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return centralOrganisations.includes(slug) ? slug : `local:${slug}`;
}

const openGovernmentLicence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

function licenceOf({ licence: text }: Source): string {
  if (/open government licence/i.test(text)) return openGovernmentLicence;
  return /https?:\/\/\S+/.exec(text)?.[0] ?? "DATA_SHARE_AGREEMENT";
}

function accessOf({ sensitivity }: Source): "OPEN" | "INTERNAL" {
  return sensitivity === "open" ? "OPEN" : "INTERNAL";
}

function identifierOf(source: Source): string {
  return `urn:early-years-workspace:source:${source.id}`;
}

function distributionIdentifier(source: Source, extract: DescribedExtract): string {
  return `${identifierOf(source)}:extract:${extract.sha256.slice(0, 12)}`;
}

function dayOf(extract: ExtractDates): string {
  return asOf(extract).day;
}

function coverage(extracts: ExtractDates[]): string[] {
  const covered = extracts.flatMap(({ covers }) => covers ?? []);
  const [from] = covered.map((span) => span.from).sort();
  const to = covered
    .map((span) => span.to)
    .sort()
    .at(-1);
  if (!from) return ["The period that it covers is not known."];
  return [from === to ? `It is as at ${from}.` : `It covers ${from} to ${to}.`];
}
