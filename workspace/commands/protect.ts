import { statSync } from "node:fs";
import { formatCount, formatDecimal, formatShare } from "../../components/words/numbers.js";
import {
  OutOfTime,
  type ProtectedTable,
  protectTable,
  UnprotectableTable,
  writeTable,
} from "../../loaders/protect/solve/table/protect-table.js";
import { readTable } from "../../loaders/protect/solve/table/read-counts.js";
import { readTablePolicy } from "../../loaders/registry/policy.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { wrongInput } from "./audit.js";
import { type Arguments, type Command, numberOption, pathOption, UsageError } from "./command.js";

export const protect: Command = {
  summary: "Suppress and round a table in a file, so that nothing can be worked out",
  usage:
    "--table <file> --policy <file> [--known <file>] [--time-limit <seconds>] --output <file> | --preview [--policy <file>]",
  options: {
    preview: { type: "boolean", about: "What the rules of a policy cost the city's figures; writes nothing" },
    table: {
      type: "string",
      about: "A table in long form (.csv or .parquet): dimensions, count, denominator",
    },
    policy: { type: "string", about: "The policy file; data/policy holds some to start from" },
    known: { type: "string", about: "What outsiders know: the same dimensions, and count" },
    "time-limit": { type: "string", about: "Seconds after which the best safe pattern so far is taken" },
    output: { type: "string", about: "Where to write the protected table (.csv or .parquet)" },
  },
  async run(given) {
    if (given.values.preview) {
      const { previewPolicy } = await import("../preview-policy.js");
      await previewPolicy(pathOption(given, "policy", "file"), (line) => console.log(line));
      return 0;
    }
    const table = needed(given, "table", "Give the table with --table.");
    const policy = needed(given, "policy", "Give a policy with --policy; data/policy holds some.");
    const output = needed(given, "output", "Say with --output where to write the protected table.");
    const known = pathOption(given, "known", "file");
    const seconds = numberOption(given, "time-limit", 1, 1_000_000);
    if (statSync(output, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${output} is a folder. Name with --output a file to write.`);
    if ([table, policy, known].includes(output))
      throw new UsageError("--output names a file that is read, and would overwrite it. Name another.");
    try {
      for (const line of await protectFile({ table, policy, known, output, seconds })) console.log(line);
      return 0;
    } catch (error) {
      if (!(error instanceof UnprotectableTable || error instanceof OutOfTime)) return wrongInput(error);
      console.error(safeMessage(error));
      return 1;
    }
  },
};

interface Files {
  table: string;
  policy: string;
  known: string | undefined;
  output: string;
  seconds: number | undefined;
}

// From here on the search for a pattern can take minutes, and says nothing on its way.
const manyCells = 500;

async function protectFile(files: Files): Promise<string[]> {
  const policy = readTablePolicy(files.policy);
  const table = await readTable(files.table, "--table", policy.dimensions);
  const known =
    files.known === undefined ? undefined : await readTable(files.known, "--known", policy.dimensions);
  const { seconds } = files;
  if (table.rows.length >= manyCells)
    console.error(
      `Protecting ${formatCount(table.rows.length)} cells. This ${seconds === undefined ? "can take minutes" : `takes up to ${secondsText(seconds)}`}; Ctrl-C writes nothing.`,
    );
  const made = await protectTable(table, known, policy, seconds === undefined ? {} : { seconds });
  await writeTable(files.output, table.columns, made.rows);
  return reportLines(made, policy.protectionInterval, seconds);
}

function reportLines(
  { rows, primary, secondary, children, cost, bound, methods, isEarly }: ProtectedTable,
  interval: number,
  seconds: number | undefined,
): string[] {
  const suppressed = primary + secondary;
  const lines = [
    `${formatCount(rows.length)} cells: ${formatCount(suppressed)} suppressed (${formatShare(suppressed, rows.length)}), ${formatCount(primary)} by the rule and ${formatCount(secondary)} beside it, with ${formatCount(children)} children in them`,
  ];
  if (!suppressed) return lines;
  return [
    ...lines,
    ...(isEarly
      ? [
          `Time was over after ${secondsText(seconds!)}: this is the best safe pattern by then. Its loss is ${formatCount(cost)}, and no safe pattern can lose less than ${formatCount(Math.floor(bound))}: a longer search might save ${formatShare(cost - bound, cost)} of it, or nothing. Another run may give another pattern, and the two together may tell what each hides: publish one only.`,
        ]
      : []),
    methods.searched
      ? `The loss is at most ${formatDecimal((100 * (cost - bound)) / Math.max(bound, 1), 1)}% more than the least possible.`
      : "No pattern that keeps the intervals loses less.",
    `Every suppressed count can still be any of ${interval + 1} numbers or more.`,
  ];
}

function needed(given: Arguments, name: string, message: string): string {
  const file = pathOption(given, name, "file");
  if (file === undefined) throw new UsageError(message);
  return file;
}

const secondsText = (n: number): string => `${formatCount(n)} ${n === 1 ? "second" : "seconds"}`;
