import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchExtracts } from "../../loaders/connect/fetch-extracts.js";
import { fetchFailures } from "../../loaders/connect/fetched.js";
import type { Source } from "../../loaders/registry/source.js";
import { Desk, sourceFrom } from "../check/desk.js";

/** Short waits, so that a test of a server that stalls is quick. */
export const patience = "{ seconds: 5, stallSeconds: 0.15, retries: 2, pauseSeconds: 0.01, megabytes: 1 }";

const columns = "columns: [{ name: a, headers: { any: A }, type: text }]";

/** A source of one column, at a location written in YAML. */
export function connected(location: string, more = ""): Source {
  return sourceFrom(`${columns}\nlocation: ${location}\n${more}`);
}

/** A desk whose sources are fetched. */
export class FetchDesk extends Desk {
  day = "2026-11-30";

  /** Fetches, pulls, and gives what is in use of a source, with why it could not be fetched. */
  async fetch(source: Source): Promise<{ names: string[]; texts: string[]; failure: string | undefined }> {
    await fetchExtracts(this.store, [source], {
      when: "now",
      day: this.day,
      log: (line) => this.log.push(line),
    });
    const { snapshots } = await this.pull(source);
    return {
      names: snapshots.map(({ name }) => name),
      texts: snapshots.map(({ file }) => readFileSync(file, "utf8")),
      failure: fetchFailures(this.store, [source])[0]?.reason,
    };
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server on this machine that answers as a test says, and remembers what it was asked. */
export class LocalServer {
  readonly asked: { url: string; headers: IncomingMessage["headers"] }[] = [];
  answer: Answer = (_, response) => response.writeHead(404).end();
  private readonly server = createServer((request, response) => {
    this.asked.push({ url: request.url!, headers: request.headers });
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => this.answer(request, response, body));
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}
