import type { City } from "../registry/city.js";
import { landingPage, vcardOf } from "./contact.js";
import { descriptionOf, titleOf } from "./data-package.js";
import {
  datesOf,
  datesOfAll,
  type Frequency,
  frequencyOf,
  type PublishedOn,
  placeOf,
  type TableDates,
} from "./dates.js";
import { licenceOf } from "./licence.js";
import { type OpenTable, tableDescription } from "./tables.js";

const mediaType = (type: string): string => `https://www.iana.org/assignments/media-types/${type}`;
/** The European Union's code lists, which DCAT-AP has data sets use. */
const authority = "http://publications.europa.eu/resource/authority";

/**
 * A catalogue that an open-data platform can harvest: DCAT 3 in JSON-LD, as DCAT-AP 3.0.1 profiles it.
 * Addresses are relative to where the catalogue lies, so that it holds wherever the site is served.
 */
export function dcatOf(
  tables: OpenTable[],
  city: City,
  sample: boolean,
  published: ReadonlyMap<string, PublishedOn>,
): object {
  const publisher = {
    "@id": "#publisher",
    "@type": "foaf:Agent",
    "foaf:name": text(city.openData.publisher, city),
  };
  return {
    "@context": context,
    "@graph": [
      {
        "@id": "",
        "@type": "dcat:Catalog",
        "dct:title": text(titleOf(city, sample), city),
        "dct:description": text(descriptionOf(city, sample), city),
        "dct:publisher": publisher,
        "dct:language": language(city),
        "dct:license": licence(city),
        "dct:spatial": place(city),
        "foaf:homepage": page(landingPage()),
        ...dated(datesOfAll(tables, published)),
        "dcat:dataset": tables.map((table) => ({ "@id": `#${table.id}` })),
      },
      ...tables.map((table) => dataset(table, city, sample, datesOf(table, published))),
    ],
  };
}

const context = {
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

function dataset(table: OpenTable, city: City, sample: boolean, dates: TableDates): object {
  const file = `${table.id}.csv`;
  const frequency = frequencyOf(table);
  return {
    "@id": `#${table.id}`,
    "@type": "dcat:Dataset",
    "dct:identifier": table.id,
    "dct:title": text(sample ? `SAMPLE: ${table.title}` : table.title, city),
    "dct:description": text(tableDescription(table), city),
    "dct:publisher": { "@id": "#publisher" },
    "dct:language": language(city),
    "dcat:theme": {
      "@id": `${authority}/data-theme/SOCI`,
      "@type": "skos:Concept",
      "skos:prefLabel": { "@value": "Population and society", "@language": "en" },
    },
    "dct:accessRights": { "@id": `${authority}/access-right/PUBLIC`, "@type": "dct:RightsStatement" },
    "dcat:keyword": ["early years", "childcare", "children under five"].map((word) => text(word, city)),
    "dcat:contactPoint": { "@id": `#${table.id}-contact`, ...vcardOf(city) },
    "dcat:landingPage": page(landingPage(table)),
    "dct:spatial": place(city),
    ...dated(dates),
    ...(frequency
      ? { "dct:accrualPeriodicity": { "@id": frequencyAddress(frequency), "@type": "dct:Frequency" } }
      : {}),
    "dcat:distribution": {
      "@id": `#${table.id}-csv`,
      "@type": "dcat:Distribution",
      "dct:title": text(`${table.title} (CSV)`, city),
      "dct:description": text("A CSV file, with CSV on the Web metadata beside it.", city),
      "dcat:accessURL": resource(file),
      "dcat:downloadURL": resource(file),
      "dcat:mediaType": { "@id": mediaType("text/csv"), "@type": "dct:MediaType" },
      "dct:format": { "@id": `${authority}/file-type/CSV`, "@type": "dct:MediaTypeOrExtent" },
      "dct:license": licence(city),
      ...dated({ ...dates, temporal: undefined }),
      "dct:conformsTo": { "@id": `${file}-metadata.json`, "@type": "dct:Standard" },
    },
  };
}

/** The address of a frequency in the European Union's code list. */
export function frequencyAddress({ code }: Frequency): string {
  return `${authority}/frequency/${code}`;
}

function dated({ issued, modified, temporal }: TableDates): object {
  return {
    ...(issued ? { "dct:issued": date(issued) } : {}),
    ...(modified ? { "dct:modified": date(modified) } : {}),
    ...(temporal
      ? {
          "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": date(temporal.start),
            "dcat:endDate": date(temporal.end),
          },
        }
      : {}),
  };
}

function place(city: City): object {
  const { address, name } = placeOf(city);
  return { "@id": address, "@type": "dct:Location", "rdfs:label": text(name, city) };
}

function licence(city: City): object {
  return { "@id": licenceOf(city).address, "@type": "dct:LicenseDocument" };
}

function language({ language }: City): object {
  const code = language.startsWith("cy") ? "CYM" : "ENG";
  return { "@id": `${authority}/language/${code}`, "@type": "dct:LinguisticSystem" };
}

const resource = (address: string): object => ({
  "@id": address,
  "@type": "http://www.w3.org/2000/01/rdf-schema#Resource",
});
const page = (address: string): object => ({ "@id": address, "@type": "foaf:Document" });
const text = (value: string, { language }: City): object => ({
  "@value": value,
  "@language": language.slice(0, 2),
});
const date = (value: string): object => ({ "@value": value, "@type": "xsd:date" });
