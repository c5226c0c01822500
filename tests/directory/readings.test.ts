import { expect, test } from "vitest";
import { plain, postcodeOf, telephone, websiteOf } from "../../loaders/directory/clean.js";
import { kindOf } from "../../loaders/directory/kinds.js";
import { mergeReadings } from "../../loaders/directory/merge.js";
import { directoryChecks, fieldQuality } from "../../loaders/directory/quality.js";
import { type DirectoryRow, readRow } from "../../loaders/directory/read-row.js";

const places = {
  wardAt: (longitude: number) => (longitude < -1.8 ? "W1" : undefined),
  postcode: (text: string) =>
    text === "B51 1AA" ? { latitude: 52.45, longitude: -1.85, ward: "W1" } : undefined,
};
const registers = new Set(["register"]);
const merged = (...readings: ReturnType<typeof readRow>) => mergeReadings(readings, { registers, places });

const nursery: DirectoryRow = {
  urn: "EY900001",
  name: "Acorn Nursery",
  provider_type: "Childcare on non-domestic premises",
  provider_subtype: "Full day care",
  status: "Active",
  places: 40,
  judgement: "good",
  inspection_date: "2024-03-05",
  address: "1 Elm Road",
  postcode: "b511aa",
};
// As a feed of Open Referral UK 3.0 comes through check: lists are JSON.
const listed: DirectoryRow = {
  service_id: "1d2c",
  name: "ACORN (old name)",
  description: "<p>Big garden &amp; hens. Write to a@b.org</p>",
  confirmed_on: "2026-10-03",
  minimum_age: 2,
  maximum_age: 4,
  phones: '[{"number": "+44 (0)121 496 0777"}]',
  schedules: '[{"byday": "MO,TU", "opens_at": "07:30:00", "closes_at": "18:00:00"}]',
  cost_options: '[{"amount": 6.5, "amount_description": "an hour"}]',
  languages: '[{"name": "Urdu"}]',
  attributes:
    '[{"taxonomy_term": {"taxonomy": "urn", "code": "EY900001"}}, {"taxonomy_term": {"taxonomy": "kind", "code": "nursery"}}, {"taxonomy_term": {"taxonomy": "funded-hours", "code": "two-support"}}]',
};

test("what a register says of a place and what a directory adds are one service, each field with its origin", () => {
  const [service, ...others] = merged(
    ...readRow("register", nursery).map((reading) => ({ ...reading, confirmed: "2026-08-31" })),
    ...readRow("feed", listed),
  );
  expect(others).toEqual([]);
  expect(service).toMatchObject({
    name: "Acorn Nursery",
    kind: "nursery",
    address: "1 Elm Road",
    postcode: "B51 1AA",
    ward: "W1",
    latitude: 52.45,
    phone: "0121 496 0777",
    description: "Big garden & hens. Write to",
    sessions: [{ days: "MO,TU", opens: "07:30", closes: "18:00" }],
    funded: ["two-support"],
    cost: "£6.50 an hour",
    languages: ["Urdu"],
    inspection: { overall: { grade: "good", date: "2024-03-05" } },
    confirmed: "2026-10-03",
  });
  expect(service!.origins).toMatchObject({
    name: { source: "register", confirmed: "2026-08-31" },
    phone: { source: "feed", confirmed: "2026-10-03" },
    latitude: { source: "register" },
  });
  expect(service).not.toHaveProperty("meals");
});

test("a home has neither address, postcode nor position, and is listed only by a name that it let out", () => {
  const redacted = {
    ...nursery,
    name: "REDACTED",
    provider_type: "Childminder",
    provider_subtype: null,
    address: "REDACTED",
  };
  expect(merged(...readRow("register", { ...redacted, postcode: null }))).toEqual([]);
  const named = {
    ...listed,
    name: "Anna’s Childminding",
    description: null,
    attributes: listed.attributes!.toString().replace('"nursery"', '"childminder"'),
  };
  const at =
    '[{"location": {"latitude": 52.451, "longitude": -1.851, "addresses": [{"address_1": "7 Home Close", "postal_code": "B51 1AA"}]}}]';
  const [service] = merged(
    ...readRow("register", { ...redacted, postcode: null }),
    ...readRow("feed", { ...named, locations: at }),
  );
  expect(service).toMatchObject({ name: "Anna’s Childminding", kind: "childminder", ward: "W1" });
  expect(JSON.stringify(service)).not.toMatch(/Home Close|B51|52\.45|-1\.85/);
});

test("a grade overall, none, and a report card are told apart", () => {
  const inspectionOf = (row: DirectoryRow) => readRow("register", { ...nursery, ...row })[0]!.said.inspection;
  expect(inspectionOf({ judgement: "not yet inspected", inspection_date: null })).toEqual({
    overall: { grade: null, date: null },
  });
  expect(inspectionOf({ judgement: null, inspection_date: "2025-12-01" })).toEqual({
    overall: { grade: null, date: "2025-12-01" },
  });
  expect(
    inspectionOf({ inclusion: "Strong standard", safeguarding: "met", report_card_date: "2026-02-03" }),
  ).toEqual({
    areas: {
      grades: [{ area: "Inclusion", grade: "strong standard" }],
      safeguarding: "met",
      date: "2026-02-03",
    },
    overall: { grade: "good", date: "2024-03-05" },
  });
  expect(inspectionOf({ judgement: null, inspection_date: null })).toBeUndefined();
});

test("of schools only those with a nursery are listed, whatever they are called", () => {
  const kindsOf = (row: DirectoryRow) =>
    readRow("schools", { urn: "103120", name: "Little Nursery Infant School", ...row }).map(
      ({ said }) => said.kind,
    );
  expect(kindsOf({ phase: "Nursery" })).toEqual(["school-nursery"]);
  expect(kindsOf({ phase: "Primary", nursery_classes: "Has Nursery Classes" })).toEqual(["school-nursery"]);
  expect(kindsOf({ phase: "Primary", nursery_classes: "No Nursery Classes" })).toEqual([]);
});

test("a position that lies in no ward of the city gives way to the postcode", () => {
  expect(merged(...readRow("register", { ...nursery, latitude: -1.85, longitude: 52.45 }))[0]).toMatchObject({
    latitude: 52.45,
    ward: "W1",
  });
});

test("a service at two places is two, and one that is closed or nameless is none", () => {
  const at = (code: string) =>
    `{"location": {"addresses": [{"address_1": "1 Way", "postal_code": "${code}"}]}}`;
  const two = {
    ...listed,
    attributes: null,
    description: "A children's centre",
    locations: `[${at("B51 1AA")}, ${at("B51 1AB")}]`,
  };
  expect(merged(...readRow("feed", two)).map(({ postcode }) => postcode)).toEqual(["B51 1AA", "B51 1AB"]);
  expect(readRow("feed", { ...listed, status: "defunct" })).toEqual([]);
  expect(merged(...readRow("feed", { ...listed, name: null }))).toEqual([]);
});

test.each([
  ["0121 496 0777", "0121 496 0777"],
  ["(0121) 496-0777", "0121 496 0777"],
  ["+44 121 4960777", "0121 496 0777"],
  ["07700 900123", "07700 900123"],
  ["020 7946 0018", "020 7946 0018"],
  ["0121 49", undefined],
  ["92939293", undefined],
  ["ask at the desk", undefined],
])("the telephone number %j is read as %j", (written, read) => {
  expect(telephone(written)).toBe(read);
});

test("texts are read as prose, and what is none is left out", () => {
  expect(plain("One<br>two&nbsp;&#163;3 to me@x.co.uk")).toBe("One two £3 to");
  expect(plain("The House ( Unit 5 ) , [ B10 ]")).toBe("The House (Unit 5), [B10]");
  expect([plain(" "), plain("REDACTED"), plain(7)]).toEqual([undefined, undefined, undefined]);
  expect([postcodeOf("sw1a1aa"), postcodeOf("ABC 1234")]).toEqual(["SW1A 1AA", undefined]);
  expect([websiteOf("www.acorn.example"), websiteOf("none yet")]).toEqual([
    "https://www.acorn.example",
    undefined,
  ]);
});

test.each([
  ["Childcare on non-domestic premises", "nursery"],
  ["Childcare on domestic premises", "childminder"],
  ["Out-of-school day care", "club"],
  ["Sessional day care", "playgroup"],
  ["Children's Centre", "centre"],
  ["Local authority nursery school", "school-nursery"],
  ["Plumbing", undefined],
])("%j is a %s", (words, kind) => {
  expect(kindOf(words)).toBe(kind);
});

test("each fault that directories have is found, and a sound source has none", () => {
  const rows = (n: number, row: (i: number) => DirectoryRow, source = "feed") =>
    Array.from({ length: n }, (_, i) =>
      readRow(source, { service_id: `id-${i}`, kind: "group", name: `G${i}`, ...row(i) }),
    ).flat();
  const faults = (found: ReturnType<typeof rows>) =>
    directoryChecks(found, (code) => code === "B51 1AA").map(({ field, rows: n, of }) => [field, n, of]);
  expect(faults(rows(6, () => ({ postcode: "B51 1AA", phone: "0121 496 0777" })))).toEqual([]);
  expect(faults(rows(6, () => ({ email: "one@box.org" })))).toEqual([["email", 6, 6]]);
  expect(faults(rows(6, () => ({ address: "Council House", postcode: "B51 1AA" })))).toEqual([
    ["address", 6, 6],
  ]);
  expect(faults(rows(6, () => ({ name: "The portal" })))).toEqual([["name", 6, 6]]);
  expect(faults(rows(3, (i) => ({ description: i ? "fine" : "<b>bold</b>" })))).toEqual([
    ["description", 1, 3],
  ]);
  expect(faults(rows(3, (i) => ({ service_id: i < 2 ? "x" : "y" })))).toEqual([["id", 2, 3]]);
  expect(faults(rows(3, (i) => ({ service_id: String(i) })))).toEqual([["id", 3, 3]]);
  expect(faults(rows(3, (i) => ({ postcode: i ? "B51 1AA" : "B99 9ZZ" })))).toEqual([["postcode", 1, 3]]);
  expect(faults(rows(3, (i) => ({ phone: i ? "0121 496 0777" : "92939293" })))).toEqual([["phone", 1, 3]]);
  const everywhere = rows(5, (i) => ({ name: "Same", description: "Words", postcode: `B51 ${i}AA` }));
  expect(faults(everywhere)).toContainEqual(["location", 5, 5]);
});

test("the score of a field is the share of rows that are filled and sound", () => {
  const rows = ["0121 496 0777", "0121 496 0778", "92939293", null].flatMap((phone, i) =>
    readRow("feed", { service_id: `id-${i}`, kind: "group", name: `G${i}`, phone }),
  );
  const checks = directoryChecks(rows, () => true);
  expect(fieldQuality(rows, checks).find(({ field }) => field === "phone")).toMatchObject({
    filled: 2,
    of: 4,
    score: 50,
  });
});
