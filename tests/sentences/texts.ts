import { cellText, type TableData } from "../../components/tables/table.js";
import type { Passage, Table } from "./reader.js";

/** The tables near a text and all of the page, and the nodes whose texts were had. */
interface Around {
  beside: readonly Table[];
  onPage: readonly Table[];
  seen: Set<Element>;
}

const blocks = new Set([
  "P",
  "LI",
  "H1",
  "H2",
  "H3",
  "H4",
  "DT",
  "DD",
  "CAPTION",
  "SUMMARY",
  "LABEL",
  "LEGEND",
  "OPTION",
  "BUTTON",
]);
const textual = ["ey-title", "ey-unit", "ey-origin"];

/** Every text under a node, in order. The cells of a table are read as a table. */
export function* textsOf(node: Element, around: Around): Generator<Passage> {
  if (around.seen.has(node) || isHidden(node)) return;
  around.seen.add(node);
  if (node.tagName === "TABLE") {
    const table = tableOf(node as HTMLTableElement);
    yield { text: table.caption, kind: "title", ...around };
    for (const text of new Set([table.header, ...table.rows].flat())) yield { text, kind: "cell", ...around };
    return;
  }
  const figured = node.tagName === "FIGURE" ? tablesOf([node]) : [];
  const inside = figured.length > 0 ? { ...around, beside: figured } : around;
  if (blocks.has(node.tagName) || textual.some((name) => node.classList.contains(name))) {
    const text = ownText(node)
      .replace(/ *⏎[ ⏎]*/g, " ")
      .trim();
    if (text) yield { text, kind: kindOf(node), ...inside };
  }
  for (const name of ["aria-label", "placeholder"]) {
    const text = node.getAttribute(name);
    if (text) yield { text, kind: "label", ...inside };
  }
  if (node.tagName === "svg" || node.classList.contains("ey-options")) return;
  for (const child of node.children) yield* textsOf(child, inside);
}

// As the style sheet has it: what says that it has nothing to tell takes along what it stands in.
function isHidden(node: Element): boolean {
  const part = node.closest("section");
  const heads = part ? [...part.children].filter(({ tagName }) => /^H[23]$/.test(tagName)) : [];
  return (
    heads.some((head) => head.querySelector(".ey-nothing")) ||
    [...(node.closest("p, li")?.children ?? [])].some(({ classList }) => classList.contains("ey-nothing"))
  );
}

function kindOf(node: Element): Passage["kind"] {
  const { classList, tagName } = node;
  if (classList.contains("ey-title") || /^(H\d|CAPTION)$/.test(tagName)) return "title";
  if (classList.contains("ey-hidden") && node.id) return "description";
  if (["ey-origin", "ey-source", "ey-linkage"].some((name) => classList.contains(name))) return "origin";
  // The figures behind a claim say where they come from, and are held to it by its test.
  if (node.closest(".ey-claim details")) return "origin";
  // A fact of a list, and a key of colours, are no sentences.
  if (
    node.parentElement?.classList.contains("ey-key") ||
    (tagName === "DD" && !/[.?!]$/.test(node.textContent!))
  )
    return "label";
  return ["P", "LI", "DD"].includes(tagName) ? "sentence" : "label";
}

const apart = new Set(["UL", "OL", "TABLE", "DETAILS", "svg", "SELECT", "INPUT", "STYLE"]);

// A number's note hangs inside its sentence; nested blocks are texts of their own.
function ownText(node: Node): string {
  return [...node.childNodes]
    .map((child) => {
      if (child.nodeType === 3) return child.textContent!.replaceAll("\n", "⏎");
      if (!(child instanceof Element) || apart.has(child.tagName) || child.classList.contains("ey-origin"))
        return "";
      const text = ownText(child);
      // A line break and a block part words as a blank does.
      return ["BR", "DIV", "P", "H3"].includes(child.tagName) ? `⏎${text}⏎` : text;
    })
    .join("");
}

const figures = new WeakMap<Node, Table>();
const known = new WeakMap<Node, Table>();

/** Keeps the table of a figure, which the figure itself makes only when it is opened. */
export function keepTable(figure: Node, table: Table): void {
  figures.set(figure, table);
}

/** The tables of some nodes, each figure's and each that stands by itself. */
export function tablesOf(nodes: readonly Node[]): Table[] {
  return nodes.flatMap((node): Table[] => {
    if (!(node instanceof Element)) return [];
    const made = figures.get(node);
    if (made) return [made];
    for (const twin of node.querySelectorAll("details.ey-twin"))
      if (!figures.has(twin.closest("figure")!) && !twin.querySelector("table"))
        twin.dispatchEvent(new Event("toggle"));
    const own = node.tagName === "TABLE" ? [node] : [...node.getElementsByTagName("table")];
    const inFigures = [...node.getElementsByTagName("figure")].flatMap((figure) => figures.get(figure) ?? []);
    return [...inFigures, ...own.map((table) => tableOf(table as HTMLTableElement))];
  });
}

function tableOf(table: HTMLTableElement): Table {
  const before = known.get(table);
  if (before) return before;
  const cells = (row: HTMLTableRowElement) =>
    [...row.cells].map((cell) => cell.textContent!.replace(/ [↓↑]$/, ""));
  const [header, ...rows] = [...table.rows].map(cells);
  const made = { caption: table.caption?.textContent ?? "", header: header ?? [], rows };
  known.set(table, made);
  return made;
}

/** A table as a reader sees it. */
export function asRead({ columns, rows }: TableData, caption: string): Table {
  return {
    caption,
    header: columns.map(({ label }) => label),
    rows: rows.map((row) => columns.map(({ key, unit }) => cellText(row[key], unit))),
  };
}
