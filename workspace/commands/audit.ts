import { resolve } from "node:path";
import { isTellable, placesOf, safeMessage } from "../../loaders/store/safe-message.js";
import { type Command, pathOption, UsageError } from "./command.js";

export const audit: Command = {
  summary: "Attack what is to be published: work out what is suppressed",
  usage:
    "[--site <folder>] [--before <folder>] | --table <file> --policy <file> [--known <file>] [--before <file>] [--true <file>]",
  options: {
    site: { type: "string", about: "A built public edition; else dist/public" },
    table: {
      type: "string",
      about: "A table in long form: dimension columns, count, perhaps denominator; c where suppressed",
    },
    policy: { type: "string", about: "The policy file; of a built edition, else the one in force" },
    known: { type: "string", about: "Exact counts that outsiders know, in the same columns" },
    true: {
      type: "string",
      about: "The true counts, perhaps with contributors, to attack as those do who know their own",
    },
    before: { type: "string", about: "What was published before: a table, or a folder of publications" },
  },
  async run(given) {
    const files = {
      table: pathOption(given, "table", "file or folder"),
      site: pathOption(given, "site", "file or folder"),
      policy: pathOption(given, "policy", "file or folder"),
      known: pathOption(given, "known", "file or folder"),
      before: pathOption(given, "before", "file or folder"),
      true: pathOption(given, "true", "file"),
    };
    if (files.table && files.site) throw new UsageError("Give either --table or --site.");
    if (files.table && !files.policy)
      throw new UsageError("Give a policy with --policy; data/policy/children.yaml is one.");
    try {
      const { safe, lines } = files.table ? await auditFile(files) : await auditSite(files);
      for (const line of lines) console.log(line);
      return safe ? 0 : 1;
    } catch (error) {
      return wrongInput(error);
    }
  },
};

/** Says what is wrong with the files that a command was given. Exit code 1 is for what is found in them, so this is 2. */
export function wrongInput(error: unknown): 2 {
  if (error instanceof Error && !isTellable(error))
    for (const place of placesOf(error)) console.error(`    at ${place}`);
  console.error(safeMessage(error));
  return 2;
}

type Files = Partial<Record<"table" | "site" | "policy" | "known" | "before" | "true", string>>;

async function auditFile({ table, policy, known, before, true: truth }: Files) {
  const [{ readPublished, readTruth }, { readRule }, { auditTable }, { isSafe, reportLines }] =
    await Promise.all([
      import("../audit/read-published.js"),
      import("../audit/rule.js"),
      import("../audit/audit-table.js"),
      import("../audit/report.js"),
    ]);
  const rule = readRule(policy!);
  const read = await readPublished(table!, rule.dimensions);
  const found = await auditTable(read, rule, {
    known: known ? await readPublished(known, rule.dimensions) : undefined,
    before: before ? await readPublished(before, rule.dimensions) : undefined,
    truth: truth ? await readTruth(truth, rule.dimensions) : undefined,
  });
  return { safe: isSafe(found), lines: reportLines(found, read.file, rule) };
}

async function auditSite({ site, policy, known, before }: Files) {
  const [{ attackSite, editionsIn, readKnown }, { readPolicyFile }, { editions }, { repositoryRoot }] =
    await Promise.all([
      import("../audit/built/attack-site.js"),
      import("../../loaders/registry/policy.js"),
      import("../site/edition/editions.js"),
      import("../../loaders/store/paths.js"),
    ]);
  return attackSite(
    site ?? resolve(repositoryRoot, editions.public.output),
    before ? editionsIn(before) : [],
    {
      ...(policy ? { policy: readPolicyFile(policy) } : {}),
      ...(known ? { known: await readKnown(known) } : {}),
    },
  );
}
