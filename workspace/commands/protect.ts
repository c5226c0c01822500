import { existsSync } from "node:fs";
import { protectTable, writeTable } from "../../loaders/protect/solve/table/protect-table.js";
import { readTable } from "../../loaders/protect/solve/table/read-table.js";
import { readTablePolicy } from "../../loaders/registry/policy.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { type Arguments, type Command, pathOption, UsageError } from "./command.js";

export const protect: Command = {
  summary: "Suppress and round a table in a file, so that nothing can be worked out",
  usage: "--table <file> --policy <file> [--known <file>] --output <file>",
  options: {
    table: {
      type: "string",
      about: "A table in long form (.csv or .parquet): dimensions, count, denominator",
    },
    policy: { type: "string", about: "The policy file; data/policy holds some to start from" },
    known: { type: "string", about: "What outsiders know: the same dimensions, and count" },
    output: { type: "string", about: "Where to write the protected table (.csv or .parquet)" },
  },
  async run(given) {
    const tableFile = needed(given, "table", "Give the table with --table.");
    const policyFile = needed(given, "policy", "Give a policy with --policy; data/policy holds some.");
    const output = needed(given, "output", "Say with --output where to write the protected table.");
    const knownFile = pathOption(given, "known", "file");
    if (!existsSync(policyFile))
      throw new TellableError(`${policyFile}: there is no such file. Check the path given to --policy.`);
    const policy = readTablePolicy(policyFile);
    const table = await readTable(tableFile, "--table");
    const known = knownFile === undefined ? undefined : await readTable(knownFile, "--known");
    const made = await protectTable(table, known, policy);
    await writeTable(output, table.columns, made.rows);
    const { primary, secondary, children, cost, bound, methods } = made;
    const suppressed = primary + secondary;
    console.log(
      `${told(table.rows.length)} cells: ${told(suppressed)} suppressed (${percent(suppressed, table.rows.length)}), ${told(primary)} by the rule and ${told(secondary)} beside it, with ${told(children)} children in them`,
    );
    if (suppressed)
      console.log(
        methods.searched
          ? `The loss is at most ${percent(cost - bound, bound)} more than the least possible.`
          : "No pattern that keeps the intervals loses less.",
      );
    console.log(
      `Every suppressed count can still be any of ${policy.protectionInterval + 1} numbers or more.`,
    );
    return 0;
  },
};

function needed(given: Arguments, name: string, message: string): string {
  const file = pathOption(given, name, "file");
  if (file === undefined) throw new UsageError(message);
  return file;
}

const told = (n: number): string => n.toLocaleString("en-GB");
const percent = (n: number, of: number): string => `${((100 * n) / Math.max(of, 1)).toFixed(1)} %`;
