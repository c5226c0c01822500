import { namesIn } from "../data-sets/statement.js";
import { suggestion } from "../words/nearest.js";

/** What is wrong with a query, in words, and where. */
export interface QueryFault {
  message: string;
  /** From 0 on in the query's text; undefined where nobody knows. */
  at?: number;
}

/** The names that a query could have meant. */
export interface KnownNames {
  /** By table its columns; none where they are not known yet. */
  tables: ReadonlyMap<string, readonly string[]>;
}

/**
 * What DuckDB says of a query, as a sentence with the nearest name that there is and what to do. A cell that could not be
 * read as something else is not repeated.
 */
export function queryFault(said: string, sql: string, names: KnownNames): QueryFault {
  const text = said.replace(/^Error:\s*/, "");
  const place = placeIn(text, sql);
  const faultOf = (message: string, wrong?: string): QueryFault => {
    const at = place ?? (wrong === undefined ? undefined : placeOf(wrong, sql));
    return at === undefined ? { message } : { message, at };
  };

  const [, table] = /Table with name "?(.+?)"? does not exist/.exec(text) ?? [];
  if (table)
    return faultOf(`There is no table “${table}”.${suggestion(table, [...names.tables.keys()])}`, table);

  const [, column] =
    /Referenced column "(.+?)" not found/.exec(text) ??
    /(?:Table|Values list) ".+?" does not have a column named "(.+?)"/.exec(text) ??
    [];
  if (column) {
    const used = columnsOf(sql, names);
    const isTextByMistake = sql.includes(`"${column}"`);
    return faultOf(
      `There is no column “${column}” in what the query reads from.${suggestion(column, used)}${
        isTextByMistake ? " A text stands between single quotation marks: double ones are for names." : ""
      }`,
      column,
    );
  }
  const [, alias] = /Referenced table "(.+?)" not found/.exec(text) ?? [];
  if (alias)
    return faultOf(
      `“${alias}” is used before a full stop, and nothing after FROM or JOIN bears that name.${suggestion(alias, namedIn(sql, names))}`,
      alias,
    );

  const [, called] = /Scalar Function with name (\S+) does not exist/.exec(text) ?? [];
  const [, like] = /Did you mean "(.+?)"/.exec(text) ?? [];
  if (called)
    return faultOf(`There is no function “${called}”.${like ? ` Did you mean “${like}”?` : ""}`, called);

  const [, near] = /syntax error at or near "(.+?)"/.exec(text) ?? [];
  if (near) return faultOf(`The query cannot be read at “${near}”.${hint(near, sql)}`, near);
  if (/syntax error at end of input/.test(text))
    return {
      message: "The query ends too early: something is missing at its end, such as a bracket or a name.",
      at: sql.trimEnd().length,
    };

  const [, grouped] = /column "(.+?)" must appear in the GROUP BY clause/.exec(text) ?? [];
  if (grouped)
    return faultOf(
      `“${grouped}” is neither put together nor grouped by. Add it to GROUP BY, or write GROUP BY ALL.`,
      grouped,
    );
  if (/Ambiguous reference to column name "(.+?)"/.test(text)) {
    const [, twice] = /Ambiguous reference to column name "(.+?)"/.exec(text)!;
    return faultOf(
      `“${twice}” is in two of the tables. Write the table’s name and a full stop in front of it.`,
      twice,
    );
  }
  if (/SELECT clause without selection list/.test(text))
    return faultOf("Nothing stands after SELECT. Name the columns, or write * for all of them.", "select");
  if (/^(Conversion|Invalid Input) Error/.test(text))
    return faultOf(
      "A text could not be read as a number or a day. TRY_CAST(column AS DOUBLE) gives an empty cell where it cannot be.",
    );
  if (/^Out of Memory|allocation failure|memory access/i.test(text))
    return {
      message:
        "The browser has not enough memory for this query. Ask for less at a time: fewer columns, a WHERE, or a GROUP BY.",
    };
  if (/^Permission Error|disabled (by|through) configuration|file system operations are disabled/i.test(text))
    return {
      message:
        "A query reads the tables of this workspace and nothing else: no file and no address. What else is needed comes in as a source.",
    };
  const [first = ""] = text.split("\n");
  return faultOf(`The query could not be run: ${first.replace(/^(Binder|Parser|Catalog) Error:\s*/, "")}`);
}

/** The columns of the tables that the query names, or of all where it names none that is known. */
function columnsOf(sql: string, names: KnownNames): string[] {
  const used = namedIn(sql, names);
  const tables = used.length > 0 ? used : [...names.tables.keys()];
  return [...new Set(tables.flatMap((table) => names.tables.get(table) ?? []))];
}

function namedIn(sql: string, { tables }: KnownNames): string[] {
  const said = namesIn(sql);
  return [...tables.keys()].filter((table) => said.has(table));
}

// DuckDB writes the line and points at the place below it: "LINE 2: FROM observatons\n             ^".
function placeIn(said: string, sql: string): number | undefined {
  const [, number, line = "", pointer = ""] = /LINE (\d+): (.*)\n( *)\^/.exec(said) ?? [];
  if (number === undefined) return undefined;
  const lines = sql.split("\n");
  const start = lines.slice(0, Number(number) - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const shift = pointer.length - `LINE ${number}: `.length;
  // A long line is cut at its beginning.
  const cut = /^\.\.\.(.*?)(\.\.\.)?$/.exec(line);
  const begins = cut ? (lines[Number(number) - 1] ?? "").indexOf(cut[1]!) - 3 : 0;
  return shift < 0 || (cut && begins < -3) ? undefined : start + Math.max(begins, 0) + shift;
}

function placeOf(wrong: string, sql: string): number | undefined {
  const at = sql.toLowerCase().indexOf(wrong.toLowerCase());
  return at < 0 ? undefined : at;
}

const keywords = [
  "select",
  "from",
  "where",
  "group",
  "order",
  "by",
  "having",
  "limit",
  "join",
  "on",
  "using",
  "with",
  "as",
  "and",
  "or",
  "not",
  "case",
  "when",
  "then",
  "else",
  "end",
  "union",
  "distinct",
  "desc",
  "asc",
];

// A misspelt keyword passes for a name, and the reader stumbles over what follows it.
function hint(near: string, sql: string): string {
  if (/,\s*from\b/i.test(sql) && near.toLowerCase() === "from") return " Take out the comma before FROM.";
  for (const [word] of sql.matchAll(/[A-Za-z]+/g)) {
    const small = word.toLowerCase();
    if (keywords.includes(small) || small.length < 3) continue;
    const like = keywords.find((keyword) => isSwapped(small, keyword));
    if (like) return ` Did you mean ${like.toUpperCase()} for “${word}”?`;
  }
  return "";
}

// Two letters changed places, one is missing, or one too many.
function isSwapped(word: string, keyword: string): boolean {
  if (Math.abs(word.length - keyword.length) > 1 || keyword.length < 4) return false;
  if (word.length === keyword.length) return [...word].sort().join("") === [...keyword].sort().join("");
  const [short, long] = word.length < keyword.length ? [word, keyword] : [keyword, word];
  return [...long].some((_, i) => long.slice(0, i) + long.slice(i + 1) === short);
}
