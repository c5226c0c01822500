import { expect, test } from "vitest";
import { parse } from "yaml";
import { keptUntil } from "../../loaders/registry/retention.js";
import { readSources, sourceSchema } from "../../loaders/registry/source.js";
import { readArguments } from "../../workspace/commands/command.js";
import { commandNamed } from "../../workspace/commands/help.js";
import { fences } from "./guide.js";

const guide = "withdraw-and-erase.md";

test("every command of the guide is one, with its options", async () => {
  const commands = fences(guide, "sh").map((command) => command.trim().split(" "));
  expect(commands).toHaveLength(6);
  for (const [npm, run, script, dashes, ...words] of commands) {
    expect([npm, run, dashes]).toEqual(["npm", "run", "--"]);
    const [name, ...given] = script === "workspace" ? words : [script!, ...words];
    const { positionals } = readArguments(await commandNamed(name!), given);
    if (name === "withdraw") expect(readSources().map(({ id }) => id)).toContain(positionals[0]);
  }
});

test("the guide's list of objections is a source", () => {
  const [yaml] = fences(guide, "yaml");
  const given = parse(yaml!) as object;
  const register = readSources().find(({ id }) => id === "child-health-register")!;
  const { optOut } = sourceSchema.parse({ ...register, ...given });
  expect(optOut?.purpose).toContain("child’s own care");
});

test("every source of records in the registry says how long it is kept", () => {
  for (const { kind, governance } of readSources())
    expect(keptUntil("2026-01-01", governance.retention) !== null).toBe(kind === "records");
});
