import type { Inspection, Service, ServiceKind, Session } from "../../components/directory/service.js";
import { homeKinds } from "../../components/directory/service.js";
import { formatDecimal } from "../../components/words/numbers.js";
import { plain, postcodeOf, telephone, timeOf, websiteOf } from "./clean.js";
import { fundedOf, kindOf } from "./kinds.js";

/** A row of a directory's source as check typed it: whichever of the directory's columns it has. */
export type DirectoryRow = Readonly<Record<string, unknown>>;

/** What one row says of a service at one place, before other sources are heard. */
export interface Reading {
  source: string;
  /** Its id within the source. */
  ownId: string;
  /** The day on which this was last confirmed, year-month-day; null where the source does not say. */
  confirmed: string | null;
  said: Partial<Omit<Service, "id" | "origins" | "confirmed">>;
  /** As they were written, for the checks of quality. */
  raw: {
    name?: string;
    email?: string;
    phone?: string;
    description?: string;
    postcode?: string;
    address?: string;
  };
}

const weekdays = "MO,TU,WE,TH,FR";

/**
 * What a row of a directory says, a reading for each place of it: a row of a register or a flat file, or a service of an
 * Open Referral UK 3.0 feed, whose lists are kept as JSON. None of a row that says that it is closed, or names nothing.
 * What cannot be read is left out, never guessed.
 */
export function readRow(source: string, row: DirectoryRow): Reading[] {
  const text = (name: string) => plain(row[name]);
  const status = text("status");
  if (status !== undefined && !/^(?:active|open|reg)/i.test(status)) return [];
  const attributes = list(row.attributes).map((each) => termOf(each));
  const of = (taxonomy: string) =>
    attributes.filter((each) => each.taxonomy === taxonomy).map((each) => each.code);
  const named = [
    of("kind")[0],
    text("kind"),
    text("provider_subtype"),
    text("provider_type"),
    text("description"),
  ];
  const kind =
    "phase" in row ? schoolKind(row) : kindOf(...named, text("name"), ...attributes.map(({ name }) => name));
  const urn = text("urn") ?? of("urn")[0];
  const ownId = text("service_id") ?? urn;
  if (kind === undefined || ownId === undefined) return [];
  const phones = [row.phone, ...list(row.phones).map((each) => field(each, "number")), ...contactPhones(row)];
  const phone = phones.map(telephone).find((each) => each !== undefined);
  const languages = languagesOf(row.languages);
  const said: Reading["said"] = {
    urn,
    kind,
    name: text("name"),
    organisation: text("organisation"),
    description: text("description"),
    phone,
    website: websiteOf(row.website),
    youngest: whole(row.minimum_age),
    oldest: whole(row.maximum_age),
    funded: fundedOf(of("funded-hours").join(" ") || text("funded")),
    sessions: sessionsOf(row),
    weeks: whole(row.weeks_open),
    needs: text("needs"),
    languages,
    meals:
      typeof row.meals === "boolean" ? row.meals : of("meals").length ? of("meals")[0] !== "no" : undefined,
    cost: costOf(row),
    places: whole(row.places),
    inspection: inspectionOf(row),
  };
  const raw = {
    name: rawText(row.name),
    email:
      rawText(row.email) ??
      list(row.contacts)
        .map((each) => rawText(field(each, "email")))
        .find(Boolean),
    phone: rawText(phones.find((each) => rawText(each) !== undefined)),
    description: rawText(row.description),
  };
  const reading = (place: DirectoryRow, i: number): Reading => {
    const postcode = postcodeOf(place.postcode);
    return {
      source,
      ownId: i ? `${ownId}/${i}` : ownId,
      confirmed: dayOf(row.confirmed_on) ?? null,
      said: {
        ...said,
        // A home address is dropped before anything is kept; its postcode is used once, to say which ward it is in.
        address: homeKinds.includes(kind) ? undefined : plain(place.address),
        postcode,
        latitude: number(place.latitude),
        longitude: number(place.longitude),
      },
      raw: defined({ ...raw, postcode: rawText(place.postcode), address: rawText(place.address) }),
    };
  };
  const places = placesOf(row);
  return (places.length ? places : [row]).map(reading);
}

// Of schools, only those with a nursery look after children under school age, whatever they are called.
function schoolKind(row: DirectoryRow): ServiceKind | undefined {
  const hasNursery = row.phase === "Nursery" || /^has nursery/i.test(String(row.nursery_classes ?? ""));
  return hasNursery ? "school-nursery" : undefined;
}

function placesOf(row: DirectoryRow): DirectoryRow[] {
  return list(row.locations).flatMap((each) => {
    const location = (field(each, "location") ?? each) as DirectoryRow;
    const address = list(location.addresses)[0] as DirectoryRow | undefined;
    const lines = [location.name, address?.address_1, address?.address_2].map(plain);
    return [
      {
        address: [...new Set(lines.filter((line) => line !== undefined))].join(", "),
        postcode: address?.postal_code,
        latitude: location.latitude,
        longitude: location.longitude,
      },
    ];
  });
}

function sessionsOf(row: DirectoryRow): Session[] | undefined {
  const own = list(row.schedules).flatMap((each): Session[] => {
    const [opens, closes] = [timeOf(field(each, "opens_at")), timeOf(field(each, "closes_at"))];
    if (!opens || !closes) return [];
    const what = plain(field(each, "description"));
    return [{ days: String(field(each, "byday") ?? ""), opens, closes, ...(what && { what }) }];
  });
  if (own.length) return own;
  const [opens, closes] = [timeOf(row.opens_at), timeOf(row.closes_at)];
  return opens && closes ? [{ days: plain(row.days) ?? weekdays, opens, closes }] : undefined;
}

function costOf(row: DirectoryRow): string | undefined {
  const costs = list(row.cost_options).flatMap((each) => {
    const amount = number(field(each, "amount"));
    const what = plain(field(each, "amount_description")) ?? plain(field(each, "option"));
    if (amount === undefined) return what ? [what] : [];
    return [amount === 0 ? "Free" : `£${formatDecimal(amount, 2)} ${what ?? ""}`.trim()];
  });
  return costs.length ? [...new Set(costs)].join("; ") : plain(row.cost);
}

const areaColumns: Record<string, string> = {
  inclusion: "Inclusion",
  curriculum_and_teaching: "Curriculum and teaching",
  achievement: "Achievement",
  behaviour_and_routines: "Behaviour, attitudes and routines",
  welfare: "Children’s welfare and wellbeing",
  leadership: "Leadership and governance",
};

function inspectionOf(row: DirectoryRow): Inspection | undefined {
  const grades = Object.entries(areaColumns).flatMap(([column, area]) => {
    const grade = plain(row[column]);
    return grade ? [{ area, grade: grade.toLowerCase() }] : [];
  });
  const safeguarding = plain(row.safeguarding)?.toLowerCase();
  const reported = dayOf(row.report_card_date) ?? null;
  const areas =
    grades.length || reported ? { grades, ...(safeguarding && { safeguarding }), date: reported } : undefined;
  const date = dayOf(row.inspection_date) ?? null;
  const grade = plain(row.judgement);
  const isGraded = grade !== undefined && !/^not yet/i.test(grade);
  const overall = isGraded || date || grade ? { grade: isGraded ? grade : null, date } : undefined;
  return areas || overall ? defined({ areas, overall }) : undefined;
}

function termOf(attribute: unknown): { taxonomy: string; code: string; name: string } {
  const term = (field(attribute, "taxonomy_term") ?? {}) as DirectoryRow;
  const named = field(term.taxonomy_detail, "name") ?? term.taxonomy;
  return { taxonomy: String(named ?? ""), code: String(term.code ?? ""), name: String(term.name ?? "") };
}

function contactPhones(row: DirectoryRow): unknown[] {
  return list(row.contacts).flatMap((each) =>
    list(field(each, "phones")).map((phone) => field(phone, "number")),
  );
}

function languagesOf(cell: unknown): string[] | undefined {
  const named = list(cell).map((each) => plain(field(each, "name")));
  const stated =
    named.length || typeof cell !== "string" || /^\s*\[/.test(cell) ? named : cell.split(/[;,|]/).map(plain);
  const known = stated.filter((each) => each !== undefined);
  return known.length ? known : undefined;
}

/** A list that was kept as JSON text; none where it is anything else. */
function list(cell: unknown): unknown[] {
  if (Array.isArray(cell)) return cell;
  if (typeof cell !== "string" || !/^\s*\[/.test(cell)) return [];
  try {
    return JSON.parse(cell) as unknown[];
  } catch {
    return [];
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function number(cell: unknown): number | undefined {
  return cell === null || cell === undefined || cell === "" || !Number.isFinite(Number(cell))
    ? undefined
    : Number(cell);
}

function whole(cell: unknown): number | undefined {
  const value = number(cell);
  return value !== undefined && value >= 0 ? Math.floor(value) : undefined;
}

function dayOf(cell: unknown): string | undefined {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(String(cell ?? "")) ?? [];
  return day;
}

function rawText(cell: unknown): string | undefined {
  return typeof cell === "string" && cell.trim() !== "" ? cell : undefined;
}

/** Without what is undefined. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}
