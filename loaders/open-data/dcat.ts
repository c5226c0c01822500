import type { City } from "../registry/city.js";
import { asOfAll, descriptionOf, titleOf } from "./data-package.js";
import { licenceOf } from "./licence.js";
import { type OpenTable, tableDescription } from "./tables.js";

const mediaType = (type: string): string => `https://www.iana.org/assignments/media-types/${type}`;
/** The European Union's code lists, which DCAT-AP has data sets use. */
const authority = "http://publications.europa.eu/resource/authority";

/**
 * A catalogue that an open-data platform can harvest: DCAT 3 in JSON-LD, as DCAT-AP 3.0.1 profiles it.
 * Addresses are relative to where the catalogue lies, so that it holds wherever the site is served.
 */
export function dcatOf(tables: OpenTable[], city: City, sample: boolean): object {
  const publisher = {
    "@id": "#publisher",
    "@type": "foaf:Agent",
    "foaf:name": text(city.openData.publisher, city),
  };
  const asOf = asOfAll(tables);
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
        ...(asOf ? { "dct:modified": date(asOf) } : {}),
        "dcat:dataset": tables.map((table) => ({ "@id": `#${table.id}` })),
      },
      ...tables.map((table) => dataset(table, city, sample)),
    ],
  };
}

const context = {
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

function dataset(table: OpenTable, city: City, sample: boolean): object {
  const file = `${table.id}.csv`;
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
    ...(table.asOf ? { "dct:modified": date(table.asOf) } : {}),
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
      "dct:conformsTo": { "@id": `${file}-metadata.json`, "@type": "dct:Standard" },
    },
  };
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
const text = (value: string, { language }: City): object => ({
  "@value": value,
  "@language": language.slice(0, 2),
});
const date = (value: string): object => ({ "@value": value, "@type": "xsd:date" });
