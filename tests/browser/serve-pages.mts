// Serves the pages of a copy of the workspace without any data: what is written needs none.
const [, , port] = process.argv;
// As the command does: pages may be half written.
process.argv.push("start");
const { serveWorkspace } = await import(`${process.cwd()}/workspace/serve/server.ts`);
await serveWorkspace(Number(port));
process.stdout.write("serving\n");
