import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import "./light-documents.js";
import { PreviewServer } from "@observablehq/framework/dist/preview.js";
import { keepingOwnFiles } from "./own-files.js";

export interface PreviewHandlers {
  /** Answers a request. */
  preview: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** Takes over an opened socket. */
  open: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** What Framework's preview does with a request and with an opened socket, without a server that listens. */
export function previewHandlers(): PreviewHandlers {
  const server = createServer();
  new PreviewServer({ server, verbose: false });
  const [preview] = server.listeners("request") as [PreviewHandlers["preview"]];
  const [open] = server.listeners("upgrade") as [PreviewHandlers["open"]];
  return { preview: keepingOwnFiles(preview), open };
}
