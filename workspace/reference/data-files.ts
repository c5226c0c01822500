import { z } from "zod";
import { modelSchema } from "../../loaders/link/model/schema.js";
import { nameListsSchema } from "../../loaders/link/name-lists.js";
import { alertsSchema } from "../../loaders/registry/alerts.js";
import { citySchema } from "../../loaders/registry/city.js";
import { answerSchema } from "../../loaders/registry/dates.js";
import { digestsSchema } from "../../loaders/registry/digests.js";
import { indicatorSchema } from "../../loaders/registry/indicator-schema.js";
import { noteSchema } from "../../loaders/registry/notes.js";
import { policySchema } from "../../loaders/registry/policy.js";
import { ruleSchema } from "../../loaders/registry/rules.js";
import { signOnSchema } from "../../loaders/registry/sign-on.js";
import { similarAreasSchema } from "../../loaders/registry/similar-areas.js";
import { sourceSchema } from "../../loaders/registry/source.js";
import { targetSchema } from "../../loaders/registry/targets.js";
import { translationSchema } from "../../loaders/registry/translations.js";
import type { Code } from "./exported.js";
import { breakable, code, page, prose, table } from "./markdown.js";

/** A kind of file that a data steward writes. */
interface DataFile {
  title: string;
  /** Where it lies, and what it is for. */
  about: string;
  schema: z.ZodType;
  /** Where its keys have their comments. */
  comments: { file: string; type: string };
}

const registry = (file: string, type: string): DataFile["comments"] => ({
  file: `loaders/registry/${file}.ts`,
  type,
});

export const dataFiles: DataFile[] = [
  {
    title: "Sources",
    about: "`data/sources/<id>.yaml`: what a source is, who owns it, and how its extracts are read.",
    schema: sourceSchema,
    comments: registry("source", "Source"),
  },
  {
    title: "Answers about an extract",
    about:
      "`<extract>.dates.yaml`, beside an extract in the inbox: what nothing in the extract says of its dates.",
    schema: answerSchema,
    comments: registry("dates", "Answer"),
  },
  {
    title: "Indicators",
    about: "`data/indicators/<id>.yaml`: what is counted, out of what, and how it is told.",
    schema: indicatorSchema,
    comments: registry("indicator-schema", "Indicator"),
  },
  {
    title: "Policies of publication",
    about: "`data/policy/<id>.yaml`: what may be published, and how exactly. One of them is in use.",
    schema: policySchema,
    comments: registry("policy", "Policy"),
  },
  {
    title: "Rules with dates",
    about: "`data/rules/<id>.yaml`: an entitlement or an amount that pages tell families, and when it holds.",
    schema: ruleSchema,
    comments: registry("rules", "Rule"),
  },
  {
    title: "Translations",
    about:
      "`data/translations/<language>.yaml`: what pages for families say, in one language. A page that a language has is whole: the same messages as in `en.yaml`, with the same values in brackets; a refresh refuses it otherwise.",
    schema: translationSchema,
    comments: registry("translations", "Translation"),
  },
  {
    title: "Goals",
    about:
      "`data/targets/<id>.yaml`: what an indicator is to reach in an area, by when, and who says so. [Keep a goal](./targets) shows one in use.",
    schema: targetSchema,
    comments: registry("targets", "Target"),
  },
  {
    title: "Digests",
    about:
      "`data/digests.yaml`: who is told which figures moved. [Tell people what moved](./digests) shows it in use.",
    schema: digestsSchema,
    comments: registry("digests", "Digests"),
  },
  {
    title: "Alerts",
    about:
      "`data/alerts.yaml`: what is started or posted to when a refresh fails or refuses an extract. [Run it as a service](./run-as-a-service) shows it in use.",
    schema: alertsSchema,
    comments: registry("alerts", "Alerts"),
  },
  {
    title: "Notes on series",
    about:
      "`data/notes/<name>.yaml`: what a reader should know of figures from a day on. Drawn wherever the series is drawn.",
    schema: noteSchema,
    comments: registry("notes", "Note"),
  },
  {
    title: "The city",
    about: "`data/city.yaml`: which city this is.",
    schema: citySchema,
    comments: registry("city", "City"),
  },
  {
    title: "Areas that are alike",
    about: "`data/similar-areas.yaml`: by what the wards that a profile is set beside are chosen.",
    schema: similarAreasSchema,
    comments: registry("similar-areas", "SimilarAreas"),
  },
  {
    title: "Sign-on",
    about:
      "`data/sign-on.yaml`: who may use the workspace, where it is for more than one person. [Let colleagues in](./sign-on) shows it in use.",
    schema: signOnSchema,
    comments: registry("sign-on", "SignOn"),
  },
  {
    title: "Linkage models",
    about:
      "`data/linkage/children.yaml`, and any that `npm run link` is given: how records are compared, and what agreement is worth. [Link two files](./link-files) explains what the kinds and tests mean.",
    schema: modelSchema,
    comments: { file: "loaders/link/model/schema.ts", type: "Model" },
  },
  {
    title: "Names",
    about: "`data/linkage/names.yaml`: what linkage knows of names, in capital letters.",
    schema: nameListsSchema,
    comments: { file: "loaders/link/name-lists.ts", type: "NameLists" },
  },
];

/** One key of a data file. */
export interface DocumentedKey {
  /** As `columns[].headers`; `*` stands for a name of the writer's own. */
  path: string;
  mayBe: string;
  /** "needed", what stands in its place, or nothing if it may just be left out. */
  leftOut: string;
  says: string;
}

/** All keys of a kind of file, in the schema's order, with what the code says over each. */
export function keysOf(
  { schema, comments }: Pick<DataFile, "schema" | "comments">,
  source: Code,
): DocumentedKey[] {
  const said = source.commentsOf(comments.file, comments.type);
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const keys = new Map<string, DocumentedKey>();
  walk(json, "", (path, part, isNeeded) => {
    const before = keys.get(path);
    const mayBe = wordsOf(part);
    if (before) {
      if (before.mayBe !== mayBe && !before.mayBe.endsWith(` or ${mayBe}`)) before.mayBe += ` or ${mayBe}`;
      return;
    }
    keys.set(path, { path, mayBe, leftOut: leftOut(part, isNeeded), says: said.get(path) ?? "" });
  });
  return [...keys.values()];
}

/** The guide of the files under data. */
export function dataFilesGuide(source: Code): string {
  return page("Data files", [
    "Every key of the files that a data steward writes, under `data`. A mistake in one stops the refresh with the file, the line and what to write instead; nothing is lost. [Bring in a source](./add-a-source) and [Publish](./publish) show them in use.",
    "A name after a full stop lies inside the one before it, `[]` stands for each entry of a list, and `*` for a name of your own.",
    ...dataFiles.flatMap((file) => [
      `## ${file.title}`,
      file.about,
      table(
        ["key", "what it says"],
        keysOf(file, source).map(({ path, mayBe, leftOut, says }) => [
          breakable(path),
          `${[mayBe, leftOut].filter(Boolean).join("; ")}<br>${prose(says)}`,
        ]),
      ),
    ]),
  ]);
}

interface JsonSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  format?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

const alternatives = ({ anyOf, oneOf }: JsonSchema): JsonSchema[] => anyOf ?? oneOf ?? [];

function walk(
  schema: JsonSchema,
  path: string,
  visit: (path: string, schema: JsonSchema, isNeeded: boolean) => void,
): void {
  const below = (name: string): string => (path ? `${path}.${name}` : name);
  for (const part of alternatives(schema)) walk(part, path, visit);
  if (schema.items) walk(schema.items, `${path}[]`, visit);
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    visit(below(name), part, schema.required?.includes(name) ?? false);
    walk(part, below(name), visit);
  }
  if (typeof schema.additionalProperties === "object") walk(schema.additionalProperties, below("*"), visit);
}

function leftOut({ default: instead }: JsonSchema, isNeeded: boolean): string {
  if (instead !== undefined && !isEmpty(instead))
    return `else ${code(JSON.stringify(instead).replaceAll('"', ""))}`;
  return isNeeded ? "needed" : "";
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

/** What a key may be, in words. */
function wordsOf(schema: JsonSchema): string {
  const { type, items, format } = schema;
  const several = alternatives(schema).filter((part) => part.type !== "null");
  if (several.length) return [...new Set(several.map(wordsOf))].join(" or ");
  if (schema.const !== undefined) return code(String(schema.const));
  if (Array.isArray(type)) return type.map((one) => wordsOf({ ...schema, type: one })).join(" or ");
  if (schema.enum) return listed(schema.enum);
  if (type === "array") return items ? `list: ${wordsOf(items)}` : "list";
  if (type === "object") return schema.properties ? "block" : namesOf(schema);
  if (type === "boolean") return "`true` or `false`";
  if (type === "integer" || type === "number")
    return [type === "integer" ? "whole number" : "number", ...boundsOf(schema)].join(", ");
  return (format && formats[format]) || "text";
}

/** Bounds of a number in words. The schema of a whole number bounds it by what JavaScript can count, which says nothing. */
function boundsOf(schema: JsonSchema): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (
    least !== undefined &&
    most !== undefined &&
    exclusiveMinimum === undefined &&
    exclusiveMaximum === undefined
  )
    return [`${least} to ${most}`];
  const lower =
    exclusiveMinimum !== undefined
      ? `more than ${exclusiveMinimum}`
      : least !== undefined
        ? `${least} or more`
        : "";
  const upper =
    exclusiveMaximum !== undefined
      ? `less than ${exclusiveMaximum}`
      : most !== undefined
        ? `at most ${most}`
        : "";
  return [[lower, upper].filter(Boolean).join(" and ")].filter(Boolean);
}

function namesOf({ additionalProperties, propertyNames }: JsonSchema): string {
  const value = typeof additionalProperties === "object" ? wordsOf(additionalProperties) : "anything";
  const names = propertyNames?.enum ? listed(propertyNames.enum) : "names of your own";
  return `block: ${names}, each ${value}`;
}

const listed = (values: readonly unknown[]): string =>
  values.map((value) => code(value === "\t" ? "\\t" : String(value))).join(", ");

const formats: Record<string, string> = {
  date: "day, as 2026-12-01",
  email: "e-mail address",
  uri: "web address",
};
