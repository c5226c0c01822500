import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
  centralOrganisations,
  contactPointSchema,
  datasetSchema,
  distributionRecords,
  distributionSchema,
  metadataRecord,
} from "../../loaders/registry/metadata.js";
import { readSources } from "../../loaders/registry/source.js";
import { sourceFrom } from "../check/desk.js";
import { describeReal, realFolder } from "../real/world.js";

const columns = "columns: [{ name: a, headers: { any: A }, type: text }]";
const extracts = [
  {
    name: "visits_2026-spring.csv",
    sha256: "a".repeat(64),
    bytes: 120,
    covers: { from: "2026-01-01", to: "2026-03-31" },
    published: "2026-04-09",
    received: "2026-11-20",
    period: "2026-spring",
  },
  {
    name: "visits_2025-autumn.csv",
    sha256: "b".repeat(64),
    bytes: 90,
    covers: { from: "2025-09-01", to: "2025-12-31" },
    published: null,
    received: "2026-11-20",
    period: "2025-autumn",
  },
];

test("a source shared under an agreement, looked after by a council", () => {
  const source = sourceFrom(`id: visits
kind: records
title: Health visitors' reviews
description: One row a review.
sensitivity: personal-special-category
licence: Not for publication
owner: { organisation: Community health trust, team: Information, role: Lead, email: info@example.org }
steward: { organisation: Birmingham City Council, team: Early years, role: Data steward, email: steward@example.org, phone: 0121 496 0100 }
cadence: { every: termly }
keywords: [health visiting]
caveats: [Reviews in the last month may come late.]
${columns}`);
  expect(metadataRecord(source, extracts)).toEqual({
    identifier: "urn:early-years-workspace:source:visits",
    type: "dcat:Dataset",
    title: "Health visitors' reviews",
    summary: "One row a review.",
    description:
      "One row a review.\n\nIt covers 2025-09-01 to 2026-03-31.\n\nReviews in the last month may come late.",
    keyword: ["health visiting"],
    licence: "DATA_SHARE_AGREEMENT",
    version: "2026-04-09",
    accessRights: "INTERNAL",
    securityClassification: "OFFICIAL",
    contactPoint: {
      contactName: "Early years, Birmingham City Council",
      email: "steward@example.org",
      telephone: "0121 496 0100",
    },
    creator: ["local:community-health-trust"],
    publisher: "local:birmingham-city-council",
    issued: "2026-04-09",
    modified: "2026-04-09",
    updateFrequency: "freq:threeTimesAYear",
    distribution: [
      "urn:early-years-workspace:source:visits:extract:aaaaaaaaaaaa",
      "urn:early-years-workspace:source:visits:extract:bbbbbbbbbbbb",
    ],
  });
  expect(distributionRecords(source, extracts)[1]).toEqual({
    identifier: "urn:early-years-workspace:source:visits:extract:bbbbbbbbbbbb",
    type: "dcat:Distribution",
    title: "Health visitors' reviews: 2025-autumn",
    licence: "DATA_SHARE_AGREEMENT",
    accessRights: "INTERNAL",
    byteSize: 90,
    modified: "2025-12-31",
    mediaType: "text/csv",
  });
});

test("published figures are published by their owner under their licence", () => {
  const source = sourceFrom(`${columns}
owner: { organisation: "Ministry of Housing, Communities and Local Government", team: Statistics, role: Lead, email: s@example.org }
page: https://example.org/deprivation`);
  expect(metadataRecord(source, extracts)).toMatchObject({
    creator: ["ministry-of-housing-communities-and-local-government"],
    publisher: "ministry-of-housing-communities-and-local-government",
    licence: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    accessRights: "OPEN",
    relatedResource: ["https://example.org/deprivation"],
  });
});

test("neither an issue date nor a period is made up", () => {
  const undated = { ...extracts[0]!, covers: null, published: null };
  const record = metadataRecord(sourceFrom(columns), [undated])!;
  expect(record).toMatchObject({ modified: "2026-11-20" });
  expect(record).not.toHaveProperty("issued");
  expect(record.description).toContain("The period that it covers is not known.");
});

test("a source without an extract has no record", () =>
  expect(metadataRecord(sourceFrom(columns), [])).toBeNull());

test("every source of the registry has a record that fits the model", () => {
  for (const source of readSources()) expect(metadataRecord(source, extracts)).not.toBeNull();
});

describeReal("the model's own examples", () => {
  const model = join(realFolder, "metadata", "ukgov-metadata-exchange");
  const schemas = {
    Dataset: datasetSchema,
    Distribution: distributionSchema,
    ContactPoint: contactPointSchema,
  };
  const examples = (kind: string, verdict: string) => {
    const folder = join(model, "data", kind, verdict);
    return readdirSync(folder).map((name) => ({
      name,
      record: parse(readFileSync(join(folder, name), "utf8")) as unknown,
    }));
  };
  test("what it calls valid is valid, what it calls invalid is not", () => {
    const verdicts = Object.entries(schemas).flatMap(([kind, schema]) =>
      ["valid", "invalid"].flatMap((verdict) =>
        examples(kind, verdict).map(({ name, record }) => [
          `${kind} ${verdict} ${name}`,
          schema.safeParse(record).success === (verdict === "valid"),
        ]),
      ),
    );
    expect(verdicts).toHaveLength(18);
    expect(verdicts.filter(([, right]) => !right)).toEqual([]);
  });

  test("the short names that are taken for central government's are on its list", () => {
    const list = readFileSync(join(model, "model", "uk-gov-orgs.yaml"), "utf8");
    expect(centralOrganisations.filter((name) => !list.includes(`\n      ${name}:`))).toEqual([]);
  });
});
