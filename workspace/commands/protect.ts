import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { protectTable, writeTable } from "../../loaders/protect/solve/table/protect-table.js";
import { readTable } from "../../loaders/protect/solve/table/read-table.js";
import { readTablePolicy } from "../../loaders/registry/policy.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { type Arguments, type Command, UsageError } from "./command.js";

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
    const knownFile = path(given, "known");
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
  const file = path(given, name);
  if (file === undefined) throw new UsageError(message);
  return file;
}

function path({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  if (value === "") throw new UsageError(`--${name} needs a file.`);
  // npm moves to the folder of package.json before it runs a script, and says here where the user was.
  return resolve(process.env.INIT_CWD ?? process.cwd(), String(value));
}

const told = (n: number): string => n.toLocaleString("en-GB");
const percent = (n: number, of: number): string => `${((100 * n) / Math.max(of, 1)).toFixed(1)} %`;
