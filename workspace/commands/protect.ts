import { readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { formatCount, formatDecimal, formatShare } from "../../components/words/numbers.js";
import {
  OutOfTime,
  type ProtectedTables,
  protectTables,
  UnprotectableTable,
} from "../../loaders/protect/solve/table/protect-table.js";
import { readTable, type Table } from "../../loaders/protect/solve/table/read-counts.js";
import { writeTables } from "../../loaders/protect/solve/table/write-tables.js";
import { readTablePolicy } from "../../loaders/registry/policy.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { wrongInput } from "./audit.js";
import { type Arguments, type Command, fromUser, numberOption, pathOption, UsageError } from "./command.js";

export const protect: Command = {
  summary: "Suppress and round tables in files, so that nothing can be worked out",
  usage:
    "<table>… --policy <file> [--known <file>] [--before <file or folder>] [--time-limit <seconds>] --output <file> | --out <folder>, or --preview [--policy <file>]",
  positionals: true,
  options: {
    preview: { type: "boolean", about: "What the rules of a policy cost the city's figures; writes nothing" },
    table: {
      type: "string",
      multiple: true,
      about: "A table in long form (.csv or .parquet): dimensions, count, denominator; several together",
    },
    policy: { type: "string", about: "The policy file; data/policy holds some to start from" },
    known: { type: "string", about: "What outsiders know: the same dimensions, and count" },
    before: { type: "string", about: "What was published before: a protected table, or a folder of them" },
    "time-limit": { type: "string", about: "Seconds after which the best safe pattern so far is taken" },
    output: { type: "string", about: "Where to write the protected table (.csv or .parquet)" },
    out: { type: "string", about: "The folder to write protected tables to, under their own names" },
  },
  async run(given) {
    if (given.values.preview) {
      const { previewPolicy } = await import("../preview-policy.js");
      await previewPolicy(pathOption(given, "policy", "file"), (line) => console.log(line));
      return 0;
    }
    const files = filesOf(given);
    try {
      for (const line of await protectFiles(files)) console.log(line);
      return 0;
    } catch (error) {
      if (!(error instanceof UnprotectableTable || error instanceof OutOfTime)) return wrongInput(error);
      console.error(safeMessage(error));
      return 1;
    }
  },
};

interface Files {
  tables: string[];
  policy: string;
  known: string | undefined;
  before: string | undefined;
  /** Where each table is written. */
  outputs: string[];
  seconds: number | undefined;
}

function filesOf(given: Arguments): Files {
  const tables = [...(given.lists?.table ?? []), ...given.positionals].map((path) => {
    if (path === "") throw new UsageError("--table needs a file.");
    return fromUser(path);
  });
  if (!tables.length) throw new UsageError("Give the table with --table.");
  const policy = pathOption(given, "policy", "file");
  if (policy === undefined) throw new UsageError("Give a policy with --policy; data/policy holds some.");
  const known = pathOption(given, "known", "file");
  const before = pathOption(given, "before", "file or folder");
  const outputs = outputsOf(given, tables);
  const read = [...tables, policy, known, before, ...(before === undefined ? [] : tablesIn(before))];
  if (outputs.some((output) => read.includes(output)))
    throw new UsageError(
      `${given.values.out === undefined ? "--output" : "--out"} names a file that is read, and would overwrite it. Name another.`,
    );
  return { tables, policy, known, before, outputs, seconds: numberOption(given, "time-limit", 1, 1_000_000) };
}

function outputsOf(given: Arguments, tables: readonly string[]): string[] {
  const output = pathOption(given, "output", "file");
  const folder = pathOption(given, "out", "folder");
  if (folder !== undefined) {
    if (output !== undefined) throw new UsageError("Give either --output or --out.");
    if (statSync(folder, { throwIfNoEntry: false })?.isFile())
      throw new UsageError(`${folder} is a file. Name with --out a folder to write to.`);
    const names = tables.map((table) => basename(table));
    if (new Set(names).size < names.length)
      throw new UsageError("Two tables have one name, and would be written to one file. Rename one.");
    return names.map((name) => join(folder, name));
  }
  if (tables.length > 1)
    throw new UsageError("Say with --out to which folder the protected tables are written.");
  if (output === undefined) throw new UsageError("Say with --output where to write the protected table.");
  if (statSync(output, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${output} is a folder. Name with --output a file to write.`);
  return [output];
}

// From here on the search for a pattern can take minutes, and says nothing on its way.
const manyCells = 500;

async function protectFiles(files: Files): Promise<string[]> {
  const { seconds } = files;
  const policy = readTablePolicy(files.policy);
  const tables: Table[] = [];
  for (const file of files.tables) tables.push(await readTable(file, "--table", policy.dimensions));
  const known =
    files.known === undefined ? undefined : await readTable(files.known, "--known", policy.dimensions);
  const before: Table[] = [];
  for (const file of files.before === undefined ? [] : tablesIn(files.before))
    before.push(await readTable(file, "--before", policy.dimensions, true));
  const cells = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  if (cells >= manyCells)
    console.error(
      `Protecting ${formatCount(cells)} cells. This ${seconds === undefined ? "can take minutes, if no --time-limit is given" : `takes up to ${secondsText(seconds)}`}; Ctrl-C writes nothing.`,
    );
  const outcome = await protectTables(tables, known, policy, {
    before,
    ...(seconds === undefined ? {} : { seconds }),
  });
  await writeTables(
    tables.map(({ columns }, i) => ({ file: files.outputs[i]!, columns, rows: outcome.rows[i]! })),
  );
  return [
    ...reportLines(outcome, policy.protectionInterval, seconds),
    ...contributorLines(tables, policy.leastContributors),
  ];
}

function contributorLines(tables: readonly Table[], least: number | undefined): string[] {
  if (least === undefined) return [];
  return tables
    .filter(({ contributorsColumn }) => contributorsColumn === undefined)
    .map(
      ({ name }) =>
        `${name}: has no column “contributors”, so nobody looked whether each count is of ${formatCount(least)} settings or schools, as the policy asks. Add the column and protect it again, or see to it yourself.`,
    );
}

/** A table, or all in a folder and the folders in it, in the order of their names. */
function tablesIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => [".csv", ".parquet", ".pq"].includes(extname(name).toLowerCase()))
    .sort()
    .map((name) => join(path, name));
}

function reportLines(outcome: ProtectedTables, interval: number, seconds: number | undefined): string[] {
  const {
    cells,
    primary,
    secondary,
    children,
    held,
    passedOver,
    given,
    cost,
    bound,
    methods,
    isEarly,
    addNowhere,
  } = outcome;
  const suppressed = primary + secondary;
  const lines = [
    `${formatCount(cells)} cells: ${formatCount(suppressed)} suppressed (${formatShare(suppressed, cells)}), ${formatCount(primary)} by the rule and ${formatCount(secondary)} beside it, with ${formatCount(children)} children in them`,
  ];
  if (passedOver)
    lines.push(
      `${formatCount(passedOver)} of the tables published before have other columns, and were not set beside it.`,
    );
  if (held)
    lines.push(
      `${formatCount(held)} cells stay as they were published, because what changed since would tell of a few children, or of what was suppressed then. They are not the counts of now. With a larger roundTo in the policy counts can change unseen.`,
    );
  if (!suppressed) return lines;
  if (isEarly)
    lines.push(
      `Time was over after ${secondsText(seconds!)}: this is the best safe pattern by then. Its loss is ${formatCount(cost)}, and no safe pattern can lose less than ${formatCount(Math.floor(bound))}: a longer search might save ${formatShare(cost - bound, cost)} of it, or nothing. Another run may give another pattern, and the two together may tell what each hides: publish one only, and give it with --before when the table is protected again.`,
    );
  else if (cost > 0)
    lines.push(
      methods.searched
        ? `The loss is at most ${formatDecimal((100 * (cost - bound)) / Math.max(bound, 1), 1)}% more than the least possible.`
        : "No pattern that keeps the intervals loses less.",
    );
  if (given)
    lines.push(`${formatCount(given)} suppressed counts were shown before, so readers have them anyhow.`);
  const kept = `${given ? "other " : ""}suppressed count can still be any of ${interval + 1} numbers or more`;
  if (!addNowhere.length) return [...lines, `Every ${kept}.`];
  const named = addNowhere.map((dimension) => `${dimension}: {}`).join(", ");
  return [
    ...lines,
    `Nothing is taken to add up over ${addNowhere.join(", ")}: no category there is called Total or All, and the policy's hierarchies name none. If that is so, say it there: ${named}`,
    `Whether every ${kept} depends on that.`,
  ];
}

const secondsText = (n: number): string => `${formatCount(n)} ${n === 1 ? "second" : "seconds"}`;
