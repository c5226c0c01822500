// Runs the command lines that it is told, one after another, in the copy of the workspace in which it is started.
const { runCommandLine } = await import(`${process.cwd()}/workspace/cli.ts`);
process.on("message", async (words) => {
  process.send!(await runCommandLine(words as string[]));
});
process.on("disconnect", () => process.exit());
