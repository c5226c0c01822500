import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runCommandLine } from "../../workspace/cli.js";
import { numberOption, pathOption, readArguments } from "../../workspace/commands/command.js";
import { commandNamed, commandNames } from "../../workspace/commands/help.js";

let out: string[];
let err: string[];
beforeEach(() => {
  out = [];
  err = [];
  vi.spyOn(console, "log").mockImplementation((line) => void out.push(String(line)));
  vi.spyOn(console, "error").mockImplementation((line) => void err.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

describe("the command line", () => {
  test.each([[[]], [["help"]], [["--help"]]])("%j lists every command with what it does", async (args) => {
    expect(await runCommandLine(args)).toBe(0);
    for (const name of commandNames()) expect(out.join("\n")).toMatch(new RegExp(`^  ${name} +[A-Z]`, "m"));
    expect(err).toEqual([]);
  });

  test("an unknown command is refused, with the list", async () => {
    expect(await runCommandLine(["strat"])).toBe(2);
    expect(err.join("\n")).toMatch(/^There is no command "strat"\.\n\nUsage: .*\n\n {2}approve/);
  });

  test.each([
    [["start", "--prot", "3000"], "Unknown option '--prot'"],
    [["start", "--port", "many"], "--port is many: it must be a whole number from 1 to 65535."],
    [["start", "now"], "Unexpected argument 'now'"],
    [["build", "pubic"], 'There is no edition "pubic".'],
    [["mutate", "attic"], 'There is no room "attic". Write one of: decisions, names, '],
    [["build", "public", "--as-of", "2026-03-31"], "--as-of is for workspace and briefings."],
    [["build", "--as-of", "2026-02-30"], "--as-of must be a day, as in 2026-03-31."],
    [
      ["test", "untis"],
      '"untis" is neither a part (types, lint, unit, browser) nor a file or folder of tests.',
    ],
    [["refresh", "--inbox"], "Option '--inbox <value>' argument missing"],
  ])("%j is refused, with the command's own help", async (args, message) => {
    expect(await runCommandLine(args)).toBe(2);
    expect(err.join("\n")).toContain(message);
    expect(err.join("\n")).toContain(`Usage: node workspace/run.js ${args[0]}`);
  });

  test.each([[["start", "--help"]], [["help", "start"]], [["start", "-h"]]])(
    "%j explains one command",
    async (args) => {
      expect(await runCommandLine(args)).toBe(0);
      expect(out.join("\n")).toContain("--port …");
    },
  );
});

test("every file of commands exports a command by its name", async () => {
  const files = readdirSync(new URL("../../workspace/commands", import.meta.url));
  expect(commandNames().length).toBe(files.filter((file) => !/^(command|help)\.ts$/.test(file)).length);
  for (const name of commandNames()) {
    const { summary, run } = await commandNamed(name);
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
    expect(run).toBeTypeOf("function");
  }
});

describe("options", () => {
  const command = {
    summary: "S",
    usage: "",
    options: { inbox: { type: "string", about: "" }, n: { type: "string", about: "" } },
    run: async () => 0,
  } as const;
  const given = (...args: string[]) => readArguments(command, args);

  test("a folder is resolved from where the user is, though npm moves elsewhere", () => {
    const before = process.env.INIT_CWD;
    process.env.INIT_CWD = "/somewhere/else";
    expect(pathOption(given("--inbox", "../shared/real"), "inbox", "folder")).toMatch(
      /somewhere.shared.real$/,
    );
    process.env.INIT_CWD = before;
    expect(pathOption(given(), "inbox", "folder")).toBeUndefined();
  });

  test("a number may have its thousands marked, and must be within bounds", () => {
    expect(numberOption(given("--n", "3,500"), "n", 1, 5000)).toBe(3500);
    expect(() => numberOption(given("--n", "0"), "n", 1, 5000)).toThrow(
      "--n is 0: it must be a whole number from 1 to 5000.",
    );
  });
});
