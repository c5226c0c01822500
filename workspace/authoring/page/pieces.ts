import { z } from "zod";
import type { Choice } from "./choices.js";
import { emptyTable } from "./marks.js";
import type { Values } from "./schema-form.js";

/** What a piece is put into, as far as its text depends on it. */
export interface PieceFor {
  /** The page's address. */
  address: string;
  /** The name that a choice has for the writer. */
  nameOf: (field: string, value: string) => string;
}

/** Something that a form can put into a page and that is no word of the gallery. */
export interface Piece {
  title: string;
  /** Other names under which writers look for it, in lower case. */
  alsoCalled?: string;
  schema: z.ZodObject;
  /** What stands in the form at first. */
  first: Values;
  /** The name of the words that choices of a field have, where these are the same for every page. */
  offers?: Readonly<Record<string, readonly Choice[]>>;
  /** The word that the page must import for it. */
  needs?: string;
  /** In a sentence, or a paragraph of its own. */
  stands: "in a sentence" | "alone";
  text: (values: Values, place: PieceFor) => string;
}

const question = z.string().describe("Of which question");
const figures: readonly Choice[] = [
  { value: "number(asked.city)", words: "The figure of all areas together" },
  { value: "number(asked.lowest)", words: "The lowest area’s figure" },
  { value: "asked.lowest.name", words: "The name of the lowest area" },
  { value: "number(asked.highest)", words: "The highest area’s figure" },
  { value: "asked.highest.name", words: "The name of the highest area" },
  { value: "number(asked.clearly.lower)", words: "How many areas are clearly lower" },
  { value: "number(asked.clearly.higher)", words: "How many areas are clearly higher" },
  { value: "asked.indicator.shortName", words: "What is measured" },
  { value: "asked.period", words: "The period" },
];

const liveNumber: Piece = {
  title: "A live number",
  alsoCalled: "figure value text",
  schema: z.strictObject({
    tells: z.string().describe("What it tells"),
    question,
  }),
  first: { tells: figures[0]!.value },
  offers: { tells: figures },
  needs: "number",
  stands: "in a sentence",
  text: ({ tells, question: asked = "asked" }) => `\${${String(tells).replace(/\basked\b/, String(asked))}}`,
};

const linkToArea: Piece = {
  title: "A link to an area",
  schema: z.strictObject({ area: z.string().describe("The area: the page’s question then asks of it") }),
  first: {},
  stands: "in a sentence",
  text: ({ area = "" }, { nameOf }) => {
    const [level, code] = String(area).split(".");
    return code ? `[${nameOf("area", String(area))}](?level=${level}&${level}=${code})` : "";
  },
};

const linkToSource: Piece = {
  title: "A link to a source",
  schema: z.strictObject({
    source: z.string().describe("The source, in the catalogue of who owns which data"),
  }),
  first: {},
  stands: "in a sentence",
  text: ({ source = "" }, { address, nameOf }) => {
    const [audience, ...below] = address.split("/");
    const isBeside = audience === "briefings";
    const up = "../".repeat(Math.max(0, below.length - (isBeside ? 1 : 0))) || "./";
    const catalogue = `${up}${isBeside ? "" : "briefings/"}catalogue`;
    return source ? `[${nameOf("source", String(source))}](${catalogue}#${source})` : "";
  },
};

const note: Piece = {
  title: "A note",
  alsoCalled: "text box warning tip caution",
  schema: z.strictObject({
    kind: z.enum(["note", "tip", "warning", "caution"]).describe("How it looks"),
    says: z.string().describe("What it says"),
  }),
  first: { kind: "note" },
  stands: "alone",
  text: ({ kind, says = "Write the note here." }) => `<div class="${kind ?? "note"}">\n\n${says}\n\n</div>`,
};

const table: Piece = {
  title: "A table to fill in",
  schema: z.strictObject({
    rows: z.int().min(1).max(50).describe("How many rows"),
    columns: z.int().min(1).max(8).describe("How many columns"),
  }),
  first: { rows: 2, columns: 3 },
  stands: "alone",
  text: ({ rows, columns }) => emptyTable(Number(rows ?? 2), Number(columns ?? 3)),
};

const kinds: readonly Choice[] = [
  { value: "select", words: "One of a list" },
  { value: "range", words: "A number between two others" },
  { value: "toggle", words: "Yes or no" },
  { value: "text", words: "Any text" },
];

const control: Piece = {
  title: "A control of your own",
  alsoCalled: "slider dropdown toggle filter input",
  schema: z.strictObject({
    kind: z.string().describe("What a reader gives"),
    name: z
      .string()
      .regex(/^[A-Za-z_$][\w$]*$/)
      .describe("Its name in other cells: letters and digits"),
    label: z.string().describe("What stands beside it"),
    list: z.string().optional().describe("The list to choose from, with commas between"),
    from: z.number().optional().describe("The smallest number"),
    to: z.number().optional().describe("The largest number"),
  }),
  first: { kind: "select", name: "choice", label: "Choose", list: "one, two" },
  offers: { kind: kinds },
  stands: "alone",
  text: ({ kind, name, label, list, from, to }) => {
    const options = { label: String(label ?? "Choose") };
    const items = String(list ?? "one, two")
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean);
    const input = {
      select: `select(${JSON.stringify(items)}, ${written(options)})`,
      range: `range([${Number(from ?? 0)}, ${Number(to ?? 100)}], ${written({ ...options, step: 1 })})`,
      toggle: `toggle(${written(options)})`,
      text: `text(${written(options)})`,
    }[String(kind)];
    const isName = /^[A-Za-z_$][\w$]*$/.test(String(name));
    return `\`\`\`js\nconst ${isName ? name : "choice"} = view(Inputs.${input});\n\`\`\``;
  },
};

/** What forms can put in beside the words of the gallery. */
export const pieces = { liveNumber, linkToArea, linkToSource, note, table, control } as const;

function written(options: Record<string, unknown>): string {
  return `{ ${Object.entries(options)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(", ")} }`;
}
