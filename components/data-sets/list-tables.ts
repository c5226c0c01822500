/** A cell of a table that can be asked. */
export type QueryCell = string | number | boolean | null;

export interface ListTable {
  name: string;
  columns: string[];
  rows: Record<string, QueryCell>[];
}

/**
 * The tables in a JSON document: each list of objects in it is one. A list that is the document, or has the document's
 * name, bears that name; another's is added to it, as in `areas_ward`. What lies deeper in a row stays JSON, in a text.
 */
export function listTables(document: unknown, name: string): ListTable[] {
  if (isTable(document)) return [tableOf(name, document)];
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document)
    .filter((entry): entry is [string, object[]] => isTable(entry[1]))
    .map(([key, list]) => tableOf(nameWithin(name, key), list));
}

function isTable(value: unknown): value is object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))
  );
}

function nameWithin(name: string, key: string): string {
  const own = inWords(key);
  return own === name ? name : `${name}_${own}`;
}

function tableOf(name: string, list: readonly object[]): ListTable {
  const keys = [...new Set(list.flatMap(Object.keys))];
  return {
    name,
    columns: keys.map(inWords),
    rows: list.map((row) =>
      Object.fromEntries(keys.map((key) => [inWords(key), cellOf((row as Record<string, unknown>)[key])])),
    ),
  };
}

/** In lower case, with underscores, as SQL has names: short_name of shortName. */
function inWords(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
}

function cellOf(value: unknown): QueryCell {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as QueryCell);
}
