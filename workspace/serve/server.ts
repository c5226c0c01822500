import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { PreviewServer } from "@observablehq/framework/dist/preview.js";
import { readCity } from "../../loaders/registry/city.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { editions } from "../site/editions.js";
import { prepare } from "../site/prepare.js";
import { mendShell } from "../site/shell.js";
import { answerOpenData } from "./open-data.js";
import { answerPageData } from "./page-data.js";
import { isFromHere, listen } from "./port.js";

/**
 * Serves the workspace edition by Framework's preview, on this machine only. Two things are put in front of it:
 * page data sets come from the store as the refresh made them, and the page shell is mended as in a build.
 */
export async function serveWorkspace(port: number): Promise<{ close: () => void }> {
  const edition = editions.workspace;
  process.env.EDITION = edition.name;
  prepare(edition);
  const server = createServer();
  await listen(server, port);
  // Framework writes a line for every message to and from every open page.
  console.log = () => {};
  // It reads its configuration outside its own care for errors: a slip in data/city.yaml must not end the server.
  process.on("unhandledRejection", (error) => console.error(safeMessage(error)));
  new PreviewServer({ server, verbose: false });
  const [preview] = take(server, "request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromHere(request, port)) return refuse(response);
    if (answerPageData(edition, request, response) || answerOpenData(request, response)) return;
    mendOnEnd(response);
    preview!.call(server, request, response);
  });
  const [open] = take(server, "upgrade");
  const sockets = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isFromHere(request, port)) return socket.destroy();
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    open!.call(server, request, socket, head);
  });
  const close = (): void => {
    server.close();
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  };
  return { close };
}

type Listener = (...args: unknown[]) => void;

function take(server: Server, event: string): Listener[] {
  const listeners = server.listeners(event) as Listener[];
  server.removeAllListeners(event);
  return listeners;
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { "content-type": "text/plain; charset=utf-8" });
  response.end("This workspace answers to its own address only.");
}

function mendOnEnd(response: ServerResponse): void {
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = ((content: unknown, ...rest: unknown[]) => {
    const isPage =
      typeof content === "string" && String(response.getHeader("content-type")).startsWith("text/html");
    return end(isPage ? mendShell(content, readCity().language) : content, ...rest);
  }) as typeof response.end;
}
