import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { readCity } from "../../loaders/registry/city.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { contentPolicy } from "../site/content-policy.js";
import { editions } from "../site/edition/editions.js";
import { declareFonts } from "../site/fonts.js";
import { previewHandlers } from "../site/framework/preview.js";
import { mendShell } from "../site/framework/shell.js";
import { prepare } from "../site/prepare.js";
import { admitsSocket, createGuardedServer } from "./guard.js";
import { answerOpenData } from "./open-data.js";
import { answerPageData } from "./page-data.js";
import { host, listen } from "./port.js";

/**
 * Serves the workspace edition by Framework's preview, on this machine only and behind the guard. Two things are put in
 * front of it: page data sets come from the store as the refresh made them, and the page shell is mended as in a build.
 */
export async function serveWorkspace(port: number): Promise<{ close: () => void }> {
  const edition = editions.workspace;
  process.env.EDITION = edition.name;
  prepare(edition);
  // Framework writes a line for every message to and from every open page.
  console.log = () => {};
  // It reads its configuration outside its own care for errors: a slip in data/city.yaml must not end the server.
  process.on("unhandledRejection", (error) => console.error(safeMessage(error)));
  const { preview, open } = previewHandlers();
  const policy = contentPolicy(edition, { sockets: `ws://${host}:${port} ws://localhost:${port}` });
  const server = createGuardedServer(
    { methods: ["GET", "HEAD"], refusal: "This workspace answers to its own address only." },
    async (request, response, path) => {
      response.setHeader("content-security-policy", policy);
      if (answerPageData(edition, request, response, path)) return;
      if (await answerOpenData(response, path)) return;
      mendOnEnd(response);
      await preview(request, response);
    },
  );
  const sockets = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (!admitsSocket(request, port)) return socket.destroy();
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    open(request, socket, head);
  });
  await listen(server, port);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  };
  return { close };
}

function mendOnEnd(response: ServerResponse): void {
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = ((content: unknown, ...rest: unknown[]) => {
    const isPage =
      typeof content === "string" && String(response.getHeader("content-type")).startsWith("text/html");
    return end(isPage ? mendShell(declareFonts(content), readCity().language) : content, ...rest);
  }) as typeof response.end;
}
