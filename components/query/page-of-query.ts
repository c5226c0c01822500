import { namesIn } from "../data-sets/statement.js";
import { dataSetsIn, isTable } from "./queried.js";
import type { ChartChoice } from "./query-chart.js";

/** A page that is to be made of a query. */
export interface PageOfQuery {
  title: string;
  sql: string;
  /** Left out: the page has a table alone. */
  chart?: ChartChoice | undefined;
}

/**
 * The Markdown of a page that asks the same, for a file in a folder of `docs/explore`. Tables come by its front matter;
 * what is in a JSON document comes by a cell, as Framework's own client cannot read it.
 */
export function pageOfQuery({ title, sql, chart }: PageOfQuery): string {
  const heading = title.replace(/\s+/g, " ").trim() || "A question";
  const sets = dataSetsIn(sql);
  const isPlain = sets.every(isTable);
  const tables = [...namesIn(sql)].filter((name) => dataSetsIn(name).length > 0);
  const words = [
    ...(chart ? ["queryChart"] : []),
    "queryTable",
    "sourcesOf",
    ...(isPlain ? [] : ["sqlOver"]),
  ];
  const named = tables.map((name) => JSON.stringify(name)).join(", ");
  return [
    "---",
    `title: ${JSON.stringify(heading)}`,
    "editions: [workspace]",
    "toc: false",
    ...(isPlain && sets.length > 0
      ? ["sql:", ...sets.map(({ table, name }) => `  ${table}: ../data/${name.replace(/^explore\//, "")}`)]
      : []),
    "---",
    "",
    `# ${heading.replace(/[\\`*_{}[\]<>#$]/g, "\\$&")}`,
    "",
    "What is asked here, and who wants to know? Write it in a sentence or two.",
    "",
    "```js",
    `import { ${words.join(", ")} } from "../components/query.js";`,
    `const from = await sourcesOf(${named});`,
    ...(isPlain ? [] : [`const sql = await sqlOver(${named});`]),
    "```",
    "",
    ...cellOf(sql),
    "",
    ...(chart
      ? [
          "```js",
          `queryChart(rows, { ...from, title: ${JSON.stringify(heading)}, ${choiceOf(chart)} })`,
          "```",
          "",
        ]
      : []),
    "```js",
    `queryTable(rows, { ...from, title: ${JSON.stringify(heading)} })`,
    "```",
    "",
  ].join("\n");
}

/** A name for the file of a page: `take-up-by-ward.md`. */
export function fileOfPage(title: string): string {
  const name = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${name.slice(0, 60) || "a-question"}.md`;
}

// In a cell of SQL, ${…} is JavaScript and three backticks are its end.
function cellOf(sql: string): string[] {
  const text = sql.trim();
  if (/\$\{|```/.test(text)) return ["```js", `const rows = await sql([${JSON.stringify(text)}]);`, "```"];
  return ["```sql id=rows", text, "```"];
}

function choiceOf(chart: ChartChoice): string {
  return (["draw", "across", "up", "colour"] as const)
    .flatMap((name) => (chart[name] === undefined ? [] : [`${name}: ${JSON.stringify(chart[name])}`]))
    .join(", ");
}
