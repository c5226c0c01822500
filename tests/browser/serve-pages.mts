// Serves the pages of a copy of the workspace without any data: what is written needs none.
const [, , port] = process.argv;
const { serveWorkspace } = await import(`${process.cwd()}/workspace/serve/server.ts`);
await serveWorkspace(Number(port));
process.stdout.write("serving\n");
