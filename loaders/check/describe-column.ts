import { formatList } from "../../components/words/format.js";
import { markerPresets, presetOf } from "../registry/markers.js";
import { isValidNhsNumber, isValidUpn } from "./identifiers.js";

/** A column as the registry would declare it, with what only a steward can say. */
export interface DescribedColumn {
  yaml: Record<string, unknown>;
  questions: string[];
  /** Whether it seems to identify a child. */
  identifies: boolean;
}

const markers: Record<string, string> = {
  ...markerPresets["small-numbers"],
  ...markerPresets.statistics,
  dk: "not_available",
};
const nothings = /^(n\/?a|n\/k|nk|null|none|nil|not known|unknown|missing|tbc|-|–|\.)$/i;

/** Share of a column's cells that must be of a form before it is said to have that form. */
const most = 0.9;
/** A value that fewer rows share is never written. */
const fewest = 10;
const mostValues = 12;

/** Describes a column by its header and its cells; `names` are those that are taken. No cell that may identify is told. */
export function describeColumn(
  header: string,
  cells: readonly string[],
  names: Set<string>,
): DescribedColumn {
  const filled = cells.filter((cell) => cell !== "");
  const isNothing = (cell: string): boolean => nothings.test(cell);
  const isMark = (cell: string): boolean => !isNothing(cell) && cell.toLowerCase() in markers;
  const marks = [...new Set(filled.filter(isMark).map((cell) => cell.toLowerCase()))];
  const missing = [...new Set(filled.filter(isNothing))];
  const values = filled.filter((cell) => !isMark(cell) && !isNothing(cell));
  const find = (own: string[]): Found =>
    roleOf(header, own) ?? numberedPerson(header, own) ?? typeOf(header, own);
  const asNumbers = find(values);
  // Among texts 1-4 may be an age, and s a code.
  const found =
    asNumbers.yaml.type === "text" && marks.length
      ? find(filled.filter((cell) => !isNothing(cell)))
      : asNumbers;
  const preset = presetOf(marks);
  const yaml: Record<string, unknown> = {
    name: nameFrom(header, names),
    headers: { any: header },
    ...found.yaml,
  };
  const isText = found.yaml.type === "text";
  const questions = [...found.questions];
  if (marks.length && !isText) {
    yaml.markers = preset ?? Object.fromEntries(marks.map((mark) => [mark, markers[mark]!]));
    if (preset)
      questions.push(
        `It has ${formatList(marks)} in place of numbers: do they mean what markers: ${preset} says?`,
      );
  }
  if (missing.length && !isText) yaml.missing = missing;
  if (cells.length && filled.length === cells.length && !missing.length) {
    yaml.required = true;
    questions.push("It is filled in every row: must it be?");
  }
  if (!values.length) questions.push("It is empty in every row that was looked at: what does it hold?");
  return { yaml, questions, identifies: found.identifies };
}

type Found = Omit<DescribedColumn, "yaml"> & { yaml: Record<string, unknown> };

function share(values: readonly string[], test: (value: string) => boolean): number {
  return values.length ? values.filter(test).length / values.length : 0;
}

const identifying = (role: string, yaml: Record<string, unknown> = { type: "text" }): Found => ({
  yaml: { ...yaml, identifier: true, role },
  questions: [`It looks like ${role.replaceAll("_", " ")}: is it that of the child?`],
  identifies: true,
});

/** What a column means to linkage, by its header or by the form of its cells. */
function roleOf(header: string, values: readonly string[]): Found | undefined {
  const words = header.toLowerCase().replaceAll("_", " ");
  const bare = (value: string): string => value.replace(/^="|"$|\.0+$/g, "");
  if (/\bnhs\b/.test(words) || share(values, (value) => isValidNhsNumber(bare(value))) > most)
    return identifying("nhs_number");
  if (/\bupn\b/.test(words) || share(values, isValidUpn) > most) return identifying("upn");
  if (/birth|\bdob\b/.test(words)) {
    const { yaml } = typeOf(header, values);
    return yaml.type === "date"
      ? identifying("date_of_birth", yaml)
      : identifying("date_of_birth", { type: "date" });
  }
  if (/surname|family name|last ?name/.test(words)) return identifying("surname");
  if (/forename|first ?name|given name|christian/.test(words)) return identifying("forename");
  if (
    /postcode|post code/.test(words) ||
    share(values, (value) => /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i.test(value)) > most
  )
    return /setting|provider|centre|school|group/.test(words) ? undefined : identifying("postcode");
  if (/^(sex|gender)$/.test(words)) {
    const { yaml, questions } = typeOf(header, values);
    return { yaml, questions, identifies: false };
  }
  return undefined;
}

/** A number that stands for somebody is a text: nobody adds it up. */
function numberedPerson(header: string, values: readonly string[]): Found | undefined {
  const isNumbered = share(values, (value) => /^\d+$/.test(value)) > most;
  if (!isNumbered || !personal.test(header.replaceAll("_", " ")) || new Set(values).size <= values.length / 2)
    return undefined;
  return {
    yaml: { type: "text" },
    questions: [
      "May it identify a child? Then write identifier: true, and role: local_id where it is the supplier’s number.",
    ],
    identifies: false,
  };
}

const dateForms: [form: RegExp, format: string][] = [
  [/^\d{4}-\d\d-\d\d( 00:00:00)?$/, ""],
  [/^\d{1,2}\/\d{1,2}\/\d{4}$/, "%d/%m/%Y"],
  [/^\d{1,2}-\d{1,2}-\d{4}$/, "%d-%m-%Y"],
  [/^\d{1,2}\.\d{1,2}\.\d{4}$/, "%d.%m.%Y"],
  [/^\d{1,2}\/\d{1,2}\/\d{2}$/, "%d/%m/%y"],
  [/^\d{1,2} [a-z]{3} \d{4}$/i, "%d %b %Y"],
  [/^\d{1,2}-[a-z]{3}-\d{4}$/i, "%d-%b-%Y"],
  [/^\d{1,2}-[a-z]{3}-\d{2}$/i, "%d-%b-%y"],
  [/^\d{1,2} [a-z]{4,9} \d{4}$/i, "%d %B %Y"],
];

function typeOf(header: string, values: readonly string[]): Found {
  const plain = (yaml: Record<string, unknown>, ...questions: string[]): Found => ({
    yaml,
    questions,
    identifies: false,
  });
  if (!values.length) return plain({ type: "text" });
  if (values.every((value) => geometry.test(value))) return plain({ type: "geometry" });
  const allDates = dateForms.filter(([form]) => values.some((value) => form.test(value)));
  if (allDates.length && share(values, (value) => allDates.some(([form]) => form.test(value))) > most) {
    const formats = allDates.map(([, format]) => format).filter(Boolean);
    const parts = values.flatMap(
      (value) => /^(\d{1,2})[/.-](\d{1,2})[/.-]\d/.exec(value)?.slice(1, 3).map(Number) ?? [],
    );
    const [days, months] = [parts.filter((_, i) => i % 2 === 0), parts.filter((_, i) => i % 2 === 1)];
    const isAmerican = months.some((month) => month > 12) && days.every((day) => day <= 12);
    const isOpen = parts.length > 0 && [...days, ...months].every((part) => part <= 12);
    return plain(
      { type: "date", ...(formats.length && { formats: isAmerican ? formats.map(swapped) : formats }) },
      ...(isOpen ? ["Days and months cannot be told apart in what was looked at: which comes first?"] : []),
    );
  }
  if (share(values, (value) => /^(yes|no|y|n|true|false)$/i.test(value)) === 1)
    return plain({ type: "boolean" });
  return numberOf(values) ?? textOf(header, values, plain);
}

const geometry = /^\{"type":"(Multi)?(Point|LineString|Polygon)","coordinates":/;
const swapped = (format: string): string => format.replace(/%d(.)%m/, "%m$1%d");

function numberOf(values: readonly string[]): Found | undefined {
  const form = /^(?<currency>[£$€])?\s*[+-]?(?:\d{1,3}(?:[ ,.']\d{3})+|\d+)?(?:[.,]\d+)?\s*(?<percent>%)?$/;
  const isNumber = (value: string): boolean => /\d/.test(value) && form.test(value);
  // A code with a zero in front is a text.
  if (share(values, isNumber) <= most || values.some((value) => /^0\d/.test(value))) return undefined;
  const some = (pattern: RegExp): boolean => values.some((value) => pattern.test(value));
  const questions: string[] = [];
  const yaml: Record<string, unknown> = {};
  const hasComma = some(/,/);
  const isDecimalComma = hasComma && some(/,\d{1,2}(\D|$)|,\d{4,}|^0,/) && !some(/,\d{3}\./);
  if (isDecimalComma) yaml.decimal = ",";
  else if (some(/\d,\d{3}/)) {
    yaml.thousands = ",";
    questions.push("Commas seem to stand between thousands: do they, or before fractions?");
  }
  if (isDecimalComma && some(/\.\d{3}/)) yaml.thousands = ".";
  if (some(/\d[ ]\d{3}/)) yaml.thousands = " ";
  if (some(/%$/)) {
    yaml.percent = "percentage";
    questions.push("It has percent signs: is 45% to be 45 (percentage), or 0.45 (share)?");
  }
  const sign = values.map((value) => form.exec(value)?.groups?.currency).find(Boolean);
  if (sign) yaml.currency = sign;
  const fraction = isDecimalComma ? /,\d/ : /\.\d*[1-9]/;
  const type = some(fraction) || yaml.percent || sign ? "number" : "integer";
  return { yaml: { type, ...yaml }, questions, identifies: false };
}

/** Words of headers over cells that may name somebody, or tell where they live. */
const personal =
  /\b(names?|child(ren)?|baby|mother|mum|father|dad|parents?|carers?|guardian|siblings?|brother|sister|famil(y|ies)|person|people|client|patient|pupil|student|address|street|email|e-mail|phone|telephone|mobile|contact|notes?|comments?|id|ref|reference|number|no|uprn|key ?worker|worker|staff|officer|practitioner|professional|visitor|nurse|midwife|doctor|gp|teacher|allocated|assigned|lead|by)\b/i;
/** Words of headers over cells that name no person, though they may have the form of a name, as Bordesley Green has. */
const impersonal =
  /\b(ward|area|locality|district|constituency|town|city|county|region|country|nationality|ethnic\w*|religion|language|setting|provider|centre|center|school|nursery|hospital|practice|organisation|team|service|type|kind|status|category|group|reason|outcome|result|level|stage|band|sex|gender|month|term|quarter|season|day)\b/i;
const likeName = /^((Mr|Mrs|Ms|Miss|Dr|Prof)\b.*|\p{Lu}[\p{L}'’-]+([ ,]+\p{Lu}[\p{L}'’.-]*)+)$/u;

function textOf(
  header: string,
  values: readonly string[],
  plain: (yaml: Record<string, unknown>, ...questions: string[]) => Found,
): Found {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const isFew = counts.size <= mostValues && values.length >= counts.size * fewest;
  const isShared = [...counts.values()].every((count) => count >= fewest);
  const isPlain = [...counts.keys()].every((value) => value.length <= 40 && !/\d{3}|@/.test(value));
  const words = header.replaceAll("_", " ");
  const areLikeNames = share([...counts.keys()], (value) => likeName.test(value)) >= 0.5;
  if (personal.test(words) || (areLikeNames && !impersonal.test(words)))
    return plain({ type: "text" }, "May it identify a child? Then write identifier: true.");
  if (isFew && isShared && isPlain) {
    return plain(
      { type: "text", values: [...counts.keys()].sort() },
      "Are these all the values that it may have?",
    );
  }
  return plain(
    { type: "text" },
    counts.size > values.length / 2
      ? "Nearly every row has another value. May it identify a child? Then write identifier: true."
      : "Which values may it have?",
  );
}

function nameFrom(header: string, names: Set<string>): string {
  const words = header
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50)
    .replace(/_+$/, "");
  const base = words || "column";
  let name = base;
  for (let n = 2; names.has(name); n++) name = `${base}_${n}`;
  names.add(name);
  return name;
}
