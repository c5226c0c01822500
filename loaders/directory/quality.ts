import { group } from "d3";
import { hasHtml, postcodeOf, telephone } from "./clean.js";
import type { Reading } from "./read-row.js";

/** A check of a source's directory data, and how many of its rows it found wanting. */
export interface DirectoryCheck {
  source: string;
  /** The field that it looks at. */
  field: string;
  /** What is wrong with those rows, as in “share one mailbox”. */
  fault: string;
  rows: number;
  of: number;
}

/** How much of a field a source fills. */
export interface FieldQuality {
  source: string;
  field: string;
  /** Rows with something readable in the field. */
  filled: number;
  of: number;
  /** Out of a hundred: the share of rows that are filled and that no check of the field found wanting. */
  score: number;
}

/** So many rows that share what should be their own are too many. */
const many = 5;

/** What directories of others were found to get wrong, source by source; only what was found. `inCity`: whether a postcode is the city's. */
export function directoryChecks(
  readings: readonly Reading[],
  inCity: (postcode: string) => boolean,
): DirectoryCheck[] {
  return [...group(readings, ({ source }) => source)].flatMap(([source, rows]) =>
    checksOf(rows, inCity)
      .filter(({ rows: found }) => found > 0)
      .map((check) => ({ source, ...check, of: rows.length })),
  );
}

function checksOf(rows: readonly Reading[], inCity: (postcode: string) => boolean) {
  const shared = (text: (reading: Reading) => string | undefined) => sharedBy(rows, text);
  return [
    {
      field: "email",
      fault: "share one mailbox with many others",
      rows: shared(({ raw }) => raw.email?.toLowerCase()),
    },
    {
      field: "address",
      fault: "have the address of many others, as a council’s office is",
      rows: shared(({ raw }) => place(raw)),
    },
    {
      field: "name",
      fault: "have the name of many others, as a portal’s is",
      rows: shared(({ raw }) => raw.name?.trim().toLowerCase()),
    },
    {
      field: "description",
      fault: "hold HTML in their text",
      rows: rows.filter(({ raw }) => hasHtml(raw.description ?? "") || hasHtml(raw.name ?? "")).length,
    },
    {
      field: "id",
      fault: "have an id that others of the same source have too: it is unique only within one instance",
      rows: twice(rows),
    },
    {
      field: "id",
      fault: "have a bare number for an id: joined with another instance it would not be unique",
      rows: rows.filter(({ ownId, said }) => /^\d{1,7}$/.test(ownId) && ownId !== said.urn).length,
    },
    { field: "location", fault: "are the same service sent out to many areas", rows: broadcast(rows) },
    {
      field: "postcode",
      fault: "have a postcode that is not in the city’s directory",
      rows: rows.filter(
        ({ raw: { postcode } }) => postcode && !/^redacted$/i.test(postcode) && !isIn(postcode, inCity),
      ).length,
    },
    {
      field: "phone",
      fault: "have a telephone number that nobody could ring",
      rows: rows.filter(({ raw: { phone } }) => phone && telephone(phone) === undefined).length,
    },
  ];
}

function isIn(postcode: string, inCity: (postcode: string) => boolean): boolean {
  const written = postcodeOf(postcode);
  return written !== undefined && inCity(written);
}

function place({ address, postcode }: Reading["raw"]): string | undefined {
  return address && !/^redacted$/i.test(address) ? `${address} ${postcode ?? ""}`.toLowerCase() : undefined;
}

function sharedBy(rows: readonly Reading[], text: (reading: Reading) => string | undefined): number {
  const named = rows.filter((row) => text(row) !== undefined && !/^redacted\s*/.test(text(row)!));
  return [...group(named, text).values()]
    .filter((same) => same.length >= many)
    .reduce((sum, same) => sum + same.length, 0);
}

function twice(rows: readonly Reading[]): number {
  return [...group(rows, ({ ownId }) => ownId).values()]
    .filter((same) => new Set(same.map(({ raw }) => raw.name)).size > 1)
    .reduce((sum, same) => sum + same.length, 0);
}

// One text, one telephone number, many places.
function broadcast(rows: readonly Reading[]): number {
  const described = rows.filter(({ raw }) => raw.name && raw.description);
  return [...group(described, ({ raw }) => `${raw.name} ${raw.description} ${raw.phone ?? ""}`).values()]
    .filter((same) => new Set(same.map(({ raw }) => raw.postcode)).size >= many)
    .reduce((sum, same) => sum + same.length, 0);
}

const fields = [
  "name",
  "phone",
  "website",
  "address",
  "sessions",
  "youngest",
  "funded",
  "cost",
  "languages",
  "needs",
  "inspection",
] as const;
// What cannot be read, as a number that nobody could ring, is not filled in the first place.
const checkedAs: Record<string, string> = { name: "name", address: "address" };

/** How well each field of each source is filled, with a score out of a hundred. */
export function fieldQuality(
  readings: readonly Reading[],
  checks: readonly DirectoryCheck[],
): FieldQuality[] {
  return [...group(readings, ({ source }) => source)].flatMap(([source, rows]) =>
    fields.map((field) => {
      const filled = rows.filter(({ said }) => said[field] !== undefined).length;
      const faulty = checks
        .filter((check) => check.source === source && check.field === checkedAs[field])
        .reduce((sum, check) => sum + check.rows, 0);
      return {
        source,
        field,
        filled,
        of: rows.length,
        score: Math.round((100 * Math.max(0, filled - faulty)) / rows.length),
      };
    }),
  );
}
