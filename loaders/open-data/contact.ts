import type { City } from "../registry/city.js";
import type { OpenTable } from "./tables.js";

/** The page about a table, from the folder of open data: it holds wherever the site is served. */
export function landingPage(table?: Pick<OpenTable, "id">): string {
  return table ? `../download#table-${table.id}` : "../download";
}

/** Whom to ask, as a vCard: the city's public contact, else its publisher, whose page is the landing page. Never a steward. */
export function vcardOf({ openData: { publisher, contact } }: City): Record<string, unknown> {
  const page = contact ? contact.page : landingPage();
  return {
    "@type": ["vcard:Kind", "vcard:Organization"],
    "vcard:fn": contact?.name ?? publisher,
    "vcard:organization-name": publisher,
    ...(contact?.email ? { "vcard:hasEmail": { "@id": `mailto:${contact.email}` } } : {}),
    ...(page ? { "vcard:hasURL": { "@id": page } } : {}),
  };
}
