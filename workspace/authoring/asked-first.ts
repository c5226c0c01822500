import { type CallExpression, type Property, parse } from "acorn";
import { simple } from "acorn-walk";

/** What an address says, by its names. */
export type Parameters = Readonly<Record<string, string>>;

const fence = /^(```+)[^\S\n]*js\b[^\n]*\n([\s\S]*?)^\1[^\S\n]*$/gm;
const choices = ["indicator", "period", "level", "breakdown", "group"];
const levels = ["ward", "locality", "lsoa", "msoa"];

/**
 * A page's text whose questions ask at first what an address holds for them: it stands in the options of each `ask` that are
 * written as plain values. `rest` is what is for other controls, and for an `ask` whose options are worked out.
 */
export function askedFirst(text: string, given: Parameters): { text: string; rest: Record<string, string> } {
  const rest = new Map(Object.entries(given));
  const questions = [...text.matchAll(fence)].flatMap((found) =>
    questionsIn(found[2]!, found.index + found[0].indexOf("\n") + 1),
  );
  const asking = questions.map(({ options, ...place }) => {
    const { changes, taken } = changesOf(options, given);
    for (const name of taken) rest.delete(name);
    return { ...place, changes, options: new Map([...options, ...changes]) };
  });
  const put = asking
    .filter(({ changes }) => changes.size > 0)
    .reduceRight(
      (now, { start, end, options }) => now.slice(0, start) + callOf(options) + now.slice(end),
      text,
    );
  return { text: put, rest: Object.fromEntries(rest) };
}

/** The options of one `ask` that an address changes, as code, and the names that they have there. */
function changesOf(
  options: ReadonlyMap<string, string>,
  given: Parameters,
): { changes: Map<string, string>; taken: string[] } {
  const name = literal(options.get("name"));
  const prefix = name ? `${name}-` : "";
  const asked = choices.filter((choice) => given[prefix + choice] !== undefined);
  const changes = new Map(asked.map((choice) => [choice, inCode(given[prefix + choice]!)]));
  const level = given[`${prefix}level`] ?? literal(options.get("level"));
  const chosen = levels.filter((one) => given[prefix + one] !== undefined);
  // Areas of another level than is asked wait in the address until a reader asks for it.
  const areas = chosen.length > 1 || level ? chosen.find((one) => one === level) : chosen[0];
  if (areas) changes.set("areas", inCode(given[prefix + areas]!.split(".").filter(Boolean)));
  return { changes, taken: [...asked, ...(areas ? [areas] : [])].map((choice) => prefix + choice) };
}

interface Question {
  start: number;
  end: number;
  /** Its options by name, as code. */
  options: Map<string, string>;
}

/** The questions of a cell whose options are plain, at their places in the page. */
function questionsIn(code: string, at: number): Question[] {
  return asksIn(code)
    .sort((a, b) => a.start - b.start)
    .flatMap(({ start, end, arguments: given }) => {
      const options = given[0] === undefined ? new Map<string, string>() : plainOptions(code, given[0]);
      return options && given.length < 2 ? [{ start: at + start, end: at + end, options }] : [];
    });
}

function asksIn(code: string): CallExpression[] {
  const found: CallExpression[] = [];
  try {
    simple(parse(code, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true }), {
      CallExpression(node) {
        if (node.callee.type === "Identifier" && node.callee.name === "ask") found.push(node);
      },
    });
  } catch {
    // A cell that is no JavaScript yet asks nothing.
  }
  return found;
}

function plainOptions(
  code: string,
  node: CallExpression["arguments"][number],
): Map<string, string> | undefined {
  if (node.type !== "ObjectExpression") return undefined;
  const properties = node.properties.map((property) =>
    property.type === "Property" && !property.computed && property.key.type === "Identifier"
      ? property
      : undefined,
  );
  if (properties.some((property) => property === undefined)) return undefined;
  return new Map(
    (properties as Property[]).map(({ key, value }) => [
      (key as { name: string }).name,
      code.slice(value.start, value.end),
    ]),
  );
}

function callOf(options: ReadonlyMap<string, string>): string {
  return `ask({ ${[...options].map(([name, value]) => `${name}: ${value}`).join(", ")} })`;
}

// Framework puts cells into a script as they are: what an address says must not end it.
function inCode(value: string | readonly string[]): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** A text that stands in code as it is; undefined for what is worked out. */
function literal(code: string | undefined): string | undefined {
  return /^(["'`])([^"'`\\$]*)\1$/.exec(code ?? "")?.[2];
}
