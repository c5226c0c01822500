import { describe, expect, it } from "vitest";
import { catalogueTable, searchCatalogue } from "../../components/catalogue/catalogue.js";
import type { CatalogueEntry } from "../../loaders/briefings/catalogue.json.js";

const day = "2026-11-24";
const team = {
  organisation: "City Council",
  team: "Early years",
  role: "Officer",
  email: "a@example.org",
  phone: null,
};

function entry(given: Partial<CatalogueEntry>): CatalogueEntry {
  return {
    id: "headcount",
    title: "Headcount",
    kind: "records",
    cadence: "termly",
    covers: { from: "2026-04-01", to: "2026-08-31" },
    published: null,
    received: "2026-09-01",
    asOf: "2026-08-31",
    asOfIs: "covered",
    keepsUntil: "2027-05-31",
    cannotJudge: null,
    nextDue: "2026-11-01",
    extracts: [],
    rows: 190,
    rejected: 10,
    refused: [],
    description: "Funded places.",
    owner: team,
    steward: team,
    governance: { controller: "", lawfulBasis: "", sharingAgreement: "", dpiaReference: "", retention: "" },
    licence: "Not for release",
    sensitivity: "personal",
    page: null,
    keywords: ["nursery"],
    caveats: [],
    columns: [],
    rejections: [],
    removed: [],
    ...given,
  };
}

const entries = [
  entry({}),
  entry({
    id: "wards",
    title: "Ward boundaries",
    kind: "geography",
    keywords: [],
    nextDue: null,
    steward: { ...team, team: "Mapping" },
  }),
];

describe("catalogue", () => {
  const found = (search: Partial<Parameters<typeof searchCatalogue>[1]>) =>
    searchCatalogue(entries, { words: "", state: "", kind: "", ...search }, day).map(({ id }) => id);

  it("lets everything through where nothing is asked", () => {
    expect(found({})).toEqual(["headcount", "wards"]);
  });

  it("finds all words, in any order and case, in names, teams, keywords", () => {
    expect(found({ words: "NURSERY officer" })).toEqual(["headcount"]);
    expect(found({ words: "mapping" })).toEqual(["wards"]);
    expect(found({ words: "nursery mapping" })).toEqual([]);
  });

  it("is filtered by state and kind", () => {
    expect(found({ state: "overdue" })).toEqual(["headcount"]);
    expect(found({ kind: "geography" })).toEqual(["wards"]);
    expect(found({ kind: "geography", state: "overdue" })).toEqual([]);
  });

  it("is a table with whom to ring", () => {
    expect(catalogueTable(entries, day).rows[0]).toMatchObject({
      title: "Headcount",
      state: "Overdue by 23 days",
      coversTo: "2026-08-31",
      published: "",
      asOf: "2026-08-31",
      steward: "Officer, Early years",
      phone: "",
      rows: 190,
      rejected: 10,
    });
  });
});
