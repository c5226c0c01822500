import { createHash } from "node:crypto";
import { formatList, plural } from "../../components/words/format.js";
import { Unusable } from "../files/refused.js";
import type { Column } from "../registry/column.js";
import { shapeOf } from "../registry/shape.js";
import type { Source } from "../registry/source.js";
import { headerKey } from "./cell-text.js";
import { type Header, knownHeader, spellings } from "./header.js";
import { distanceTo, tellable } from "./header-words.js";
import type { Profile } from "./profile.js";

/** A header's place among those of an extract, told as far as may be. */
interface Unknown {
  text: string;
  label: string;
}

/**
 * What a header tells: declared columns that are not there, with the headers that may be theirs, and headers that no earlier
 * delivery had. Throws Unusable where the source does not take such an extract.
 */
export function tellHeader(source: Source, header: Header, earlier: readonly Profile[]): string[] {
  const missing = missingColumns(source, header);
  const unknown = unknownHeaders(source, header);
  const remarks = tellRivals(source, header);
  if (missing.length) {
    const lost = missing.filter(
      ({ name }) => earlier.length > 0 && earlier.every(({ columns }) => (columns[name]?.filled ?? 0) > 0),
    );
    const problem = `It has no column for ${formatList(missing.map(nameOf))}.${elsewhere(missing, header)}${namesakes(missing, newest(unknown, earlier))}`;
    const { missingColumns: rule } = source.accept;
    if (rule === "refuse" || (rule === "refuse if there before" && lost.length))
      throw new Unusable(
        `${problem}${lost.length ? ` Earlier deliveries had ${formatList(lost.map(nameOf))}.` : ""}`,
        `If a column has a new name, add it under headers in data/sources/${source.id}.yaml; if it is gone for good, write missingColumns: tell under accept; else ask the supplier for it.`,
      );
    remarks.push(`${problem} It counts as empty in every row.`);
  }
  const added = earlier.length ? newest(unknown, earlier) : [];
  if (added.length && source.accept.newColumns === "refuse")
    throw new Unusable(
      `It has ${plural(added.length, "column")} that no earlier delivery had: ${labels(added)}.`,
      `Declare what is wanted in data/sources/${source.id}.yaml, or write newColumns: tell under accept.`,
    );
  if (added.length && !missing.length)
    remarks.push(
      `It has ${plural(added.length, "column")} that no earlier delivery had: ${labels(added)}. What is not declared is not read.`,
    );
  return remarks;
}

/** Which headers could be those of a column that another was taken for. */
function tellRivals(source: Source, { cells, layout, positions }: Header): string[] {
  const keys = cells.map(headerKey);
  return source.columns.flatMap((column) => {
    const taken = positions.get(column.name);
    if (taken === undefined) return [];
    const rivals = spellings(column, layout).filter(
      (spelling) => spelling !== keys[taken] && keys.includes(spelling),
    );
    if (!rivals.length) return [];
    const listed = formatList(rivals.map((spelling) => `“${knownHeader(source, spelling)}”`));
    const read = knownHeader(source, cells[taken]!);
    return `It has ${listed} beside “${read}”, and each is a header of ${column.name}: “${read}” was read. If another is meant, put that first under headers in data/sources/${source.id}.yaml.`;
  });
}

/** The headers of an extract as they are kept: by their hashes. */
export function headerHashes({ cells }: Header): string[] {
  return cells.map(headerKey).filter(Boolean).map(hashOf);
}

function missingColumns(source: Source, { layout, positions }: Header): Column[] {
  return source.columns.filter(
    (column) =>
      !positions.has(column.name) &&
      column.name !== source.unpivot?.into &&
      column.name !== source.unpivot?.values &&
      spellings(column, layout).length > 0,
  );
}

function unknownHeaders(source: Source, { cells, positions, unpivoted }: Header): Unknown[] {
  const taken = new Set([...positions.values(), ...unpivoted.map(({ position }) => position)]);
  return cells.flatMap((cell, position) => {
    const text = cell.replace(/\s+/g, " ").trim();
    if (!text || taken.has(position) || knownHeader(source, cell) !== undefined) return [];
    return [{ text, label: tellable(source, text) ?? `column ${position + 1}, “${shapeOf(text)}”` }];
  });
}

function newest(unknown: Unknown[], earlier: readonly Profile[]): Unknown[] {
  const known = new Set(earlier.flatMap(({ headers }) => headers));
  return unknown.filter(({ text }) => !known.has(hashOf(headerKey(text))));
}

/** " “Count” is new." and which of them is the nearest to each that is missing. */
function namesakes(missing: Column[], unknown: Unknown[]): string {
  if (!unknown.length) return "";
  const near = missing.flatMap((column) => {
    const [best] = unknown
      .map((one) => ({ ...one, distance: distanceTo(column, one.text) }))
      .sort((a, b) => a.distance - b.distance);
    return best && (best.distance <= 0.5 || (missing.length === 1 && unknown.length === 1))
      ? [` ${best.label} may be ${nameOf(column)}.`]
      : [];
  });
  return ` ${labels(unknown)} ${unknown.length > 1 ? "are" : "is"} new.${near.join("")}`;
}

/** " “gender” is what another layout calls sex.": headers that a mixture of layouts left without a column. */
function elsewhere(missing: Column[], { cells }: Header): string {
  const keys = new Set(cells.map(headerKey));
  return missing
    .flatMap(({ name, headers }) => {
      const found = Object.values(headers)
        .flat()
        .find((spelling) => keys.has(headerKey(spelling)));
      return found === undefined ? [] : [` “${found}” is what another layout calls ${name}.`];
    })
    .join("");
}

const nameOf = ({ name, headers }: Column): string => {
  const [spelling] = Object.values(headers).flat();
  return spelling && headerKey(spelling) !== name ? `${name} (“${spelling}”)` : name;
};

const mostLabels = 10;

function labels(unknown: Unknown[]): string {
  const shown = unknown.slice(0, mostLabels).map(({ label }) => label);
  if (unknown.length > mostLabels) shown.push(`${unknown.length - mostLabels} more`);
  return formatList(shown);
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);
