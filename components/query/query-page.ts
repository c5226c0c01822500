import { namesIn, statementOf } from "../data-sets/statement.js";
import { element } from "../element.js";
import { writeAddress } from "../inputs/url-state.js";
import { plural } from "../words/format.js";
import { formatSeconds } from "../words/numbers.js";
import { chartChooser } from "./chart-choice.js";
import { queryDataSets } from "./data-sets.js";
import { dictionaryData } from "./dictionary-data.js";
import { firstLook, queryExamples } from "./examples.js";
import { pageMaker } from "./page-maker.js";
import { dataSetsIn } from "./queried.js";
import { queryChart } from "./query-chart.js";
import { QueryDatabase, Stopped } from "./query-database.js";
import { type EditorColumn, queryEditor } from "./query-editor.js";
import { type QueryFault, queryFault } from "./query-error.js";
import type { QueryResult } from "./query-result.js";
import { queryTable } from "./query-table.js";
import { sourcesOf } from "./sources.js";
import { tableTree } from "./table-tree.js";

/** Rows that are fetched of one query: what is more is for a loader. */
const mostRows = 100_000;
/** A longer address is not kept everywhere. */
const longestAddress = 6_000;

/**
 * A place to ask every page data set in SQL: the tables beside an editor, and below it the rows as a table, a chart, a file
 * and a page to be kept. The query is in the address, an entry of the history for each that was run.
 */
export async function queryPage(): Promise<HTMLElement> {
  const { tables } = await dictionaryData();
  const database = new QueryDatabase();
  const described = new Map(
    tables.map((table) => [
      queryDataSets.find(({ name }) => name === table.dataset)!.table,
      table.columns.map(
        ({ name, type, values }): EditorColumn => ({ name, detail: type, values: values ?? [] }),
      ),
    ]),
  );
  let result: QueryResult | undefined;
  let asked = "";
  let turn = 0;

  const editor = queryEditor({ run: () => void runByReader() });
  const run = element(
    "button",
    { type: "button", class: "ey-query-run", onclick: () => void runByReader() },
    "Run",
  );
  const stop = element(
    "button",
    { type: "button", onclick: () => void database.stop(), disabled: true },
    "Stop",
  );
  const status = element("p", { class: "ey-query-status", role: "status" });
  const fault = element("p", { class: "ey-note", role: "alert", hidden: true });
  const rows = element("div", {});
  const chart = element("div", {});
  const chooser = chartChooser(() => {
    void drawChart();
    page.update();
  });
  const page = pageMaker(() => ({ sql: asked, chart: chooser.value }));
  const answer = element(
    "div",
    { class: "ey-query-answer", hidden: true },
    rows,
    part("Draw it", true, chooser.element, chart),
    part("Make a page of this", false, page.element),
  );
  const examples = element("select", { class: "ey-query-examples", "aria-label": "Example queries" });
  examples.append(
    element("option", { value: "" }, "Examples …"),
    ...queryExamples.map(({ title }, i) => element("option", { value: String(i) }, title)),
  );
  examples.addEventListener("input", (event) => {
    event.stopPropagation();
    const example = queryExamples[Number(examples.value)];
    if (examples.value === "" || !example) return;
    examples.value = "";
    editor.text = example.sql;
    void runByReader();
  });
  const tree = tableTree({
    tables,
    insert: (name) => editor.insert(name),
    look: (table) => {
      editor.text = firstLook(table);
      void runByReader();
    },
    open: async (dataSet) => {
      await database.fetch(dataSet);
      offer();
      return new Map([...database.columns].filter(([name]) => dataSetsIn(name).includes(dataSet)));
    },
  });
  const control = element(
    "div",
    { class: "ey-query ey-control" },
    element(
      "details",
      { class: "ey-query-tables", open: innerWidth > 900 },
      element("summary", {}, "Tables"),
      tree,
    ),
    element(
      "div",
      { class: "ey-query-work" },
      editor.element,
      element("div", { class: "ey-buttons ey-query-buttons" }, run, stop, examples, status),
      fault,
      answer,
    ),
  );
  offer();
  readAddress();
  addEventListener("popstate", function moved() {
    if (!control.isConnected) return removeEventListener("popstate", moved);
    readAddress();
  });
  return control;

  function offer(): void {
    const known = new Map<string, readonly EditorColumn[]>(queryDataSets.map(({ table }) => [table, []]));
    for (const [name, columns] of database.columns)
      known.set(
        name,
        columns.map((column) => ({ name: column, detail: "", values: [] })),
      );
    for (const [name, columns] of described) known.set(name, columns);
    editor.offer(known);
  }

  function readAddress(): void {
    const given = new URLSearchParams(location.search);
    editor.text = given.get("query") ?? queryExamples[0]!.sql;
    void ask();
  }

  async function runByReader(): Promise<void> {
    const search = writeAddress(location.search, "query", editor.text);
    const isKept = search.length <= longestAddress;
    if (isKept && search !== location.search)
      history.pushState(history.state, "", `${location.pathname}${search}${location.hash}`);
    await ask();
    if (!isKept)
      status.append(" The query is too long for the address: keep it as a page, below, to find it again.");
  }

  async function ask(): Promise<void> {
    turn += 1;
    const mine = turn;
    const text = editor.text;
    const statement = statementOf(text);
    showFault();
    if (statement.kind === "nothing")
      return showFault({ message: "There is no query yet. Choose an example." });
    if (statement.kind === "refused") return showFault({ message: statement.why });
    const begun = performance.now();
    stop.disabled = false;
    answer.setAttribute("aria-busy", "true");
    status.textContent = "Running …";
    try {
      const found = await database.run(statement.sql, mostRows);
      if (mine !== turn) return;
      result = found;
      asked = statement.sql;
      await showResult();
      status.textContent = `${plural(found.rows.length, "row")}, ${formatSeconds(performance.now() - begun)}.`;
    } catch (error) {
      if (mine !== turn) return;
      status.textContent = error instanceof Stopped ? "Stopped." : "";
      if (!(error instanceof Stopped)) showFault(faultOf(error, statement.sql));
    } finally {
      if (mine === turn) {
        stop.disabled = true;
        answer.removeAttribute("aria-busy");
      }
    }
    offer();
  }

  function faultOf(error: unknown, sql: string): QueryFault {
    const names = new Map([
      ...queryDataSets.map(({ table }) => [table, []] as const),
      ...[...described].map(([name, columns]) => [name, columns.map((column) => column.name)] as const),
      ...database.columns,
    ]);
    return queryFault((error as Error).message, sql, { tables: names });
  }

  function showFault(wrong?: QueryFault): void {
    fault.hidden = !wrong;
    fault.textContent = wrong?.message ?? "";
    editor.mark(wrong);
    answer.classList.toggle("ey-query-old", wrong !== undefined);
    if (wrong) status.textContent = "";
  }

  async function showResult(): Promise<void> {
    if (!result) return;
    const provenance = await provenanceOf(asked);
    rows.replaceChildren(queryTable(result, { ...provenance, title: "What the query gave" }));
    chooser.offer(result);
    await drawChart();
    page.update();
    answer.hidden = false;
  }

  async function drawChart(): Promise<void> {
    const choice = chooser.value;
    if (!result) return;
    const provenance = await provenanceOf(asked);
    chart.replaceChildren(
      choice
        ? queryChart(result, { ...provenance, ...choice, title: `${choice.up} by ${choice.across}` })
        : element(
            "p",
            { class: "ey-empty" },
            "There is nothing to draw: a chart needs rows with a column of numbers and another column.",
          ),
    );
  }
}

function provenanceOf(sql: string) {
  return sourcesOf(...[...namesIn(sql)].filter((name) => dataSetsIn(name).length > 0));
}

function part(title: string, isOpen: boolean, ...content: Node[]): HTMLElement {
  return element(
    "details",
    { class: "ey-query-part", open: isOpen },
    element("summary", {}, title),
    ...content,
  );
}
