import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { verdicts } from "../../loaders/link/decisions.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { readLinkageModel } from "../../loaders/link/probabilistic.js";
import { readManifest } from "../../loaders/store/manifest.js";
import type { Store } from "../../loaders/store/paths.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { readBody } from "../authoring/read-body.js";
import { createGuardedServer } from "../serve/guard.js";
import { host, listen } from "../serve/port.js";
import { type Asset, readAssets } from "./assets.js";
import { Desk, type OnWait } from "./desk.js";
import { admits, newSecrets, type Secrets, setHeaders } from "./guard.js";

export interface ReviewServer {
  /** What the reviewer opens. It holds the key to this run. */
  address: string;
  /** Decisions kept so far, less those undone. */
  kept: () => number;
  close: () => void;
}

const mostBytes = 20_000;
const said = z.string().trim();
const name = said.min(1, "Say who reviews.").max(80);
const questions = {
  who: z.strictObject({ who: name }),
  queue: z.strictObject({}),
  decisions: z.strictObject({ offset: z.int().min(0) }),
  decide: z.strictObject({ left: z.guid(), right: z.guid(), verdict: z.enum(verdicts), why: said.max(300) }),
  undo: z.strictObject({ id: z.int().min(1) }),
};
type Question = keyof typeof questions;

export interface ReviewOptions {
  store: Store;
  port: number;
  /** The reviewer; asked in the page if left out. */
  who?: string;
  /** Gives the model that compared the store's pairs. */
  readModel?: () => Model;
}

/**
 * Serves the clerical review of a store on this machine only. Of records it gives nothing but answers to its own page,
 * and keeps none of them.
 */
export async function serveReview({
  store,
  port,
  who = "",
  readModel = readLinkageModel,
}: ReviewOptions): Promise<ReviewServer> {
  const review = new Review(new Desk(store, readModel), readManifest(store)?.sample ?? false, port, who);
  const server = createGuardedServer(
    { methods: ["GET", "POST"], refusal: "This review answers to its own address only." },
    (request, response, path) => review.answer(request, response, path),
  );
  await review.prepare();
  await listen(server, port);
  return {
    address: `http://${host}:${port}/?key=${review.secrets.key}`,
    kept: () => review.kept.size,
    close: () => server.close().closeAllConnections(),
  };
}

class Review {
  readonly secrets: Secrets = newSecrets();
  readonly kept = new Set<number>();
  private assets: (path: string, who: string) => Asset | undefined = () => undefined;

  constructor(
    private readonly desk: Desk,
    private readonly sample: boolean,
    private readonly port: number,
    private who: string,
  ) {}

  async prepare(): Promise<void> {
    this.assets = await readAssets(this.secrets.token, this.sample);
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    setHeaders(response);
    if (!admits(request, response, this.port, this.secrets)) return;
    const asset = request.method === "GET" ? this.assets(path, this.who) : undefined;
    if (asset) {
      response.writeHead(200, { "content-type": asset.type }).end(asset.content);
      return;
    }
    const question = request.method === "POST" ? path.replace("/ask/", "") : "";
    if (Object.hasOwn(questions, question)) await this.reply(question as Question, request, response);
    else
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("There is no such page.");
  }

  // A line of JSON for each thing there is to say: that it must wait, and at the end what came of it.
  private async reply(question: Question, request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8" });
    const say = (line: object): void => void response.write(`${JSON.stringify(line)}\n`);
    try {
      const done = await this.work(question, await readBody(request, mostBytes), () =>
        say({ waiting: true }),
      );
      say({ done: done ?? null });
    } catch (error) {
      say({ failed: error instanceof z.ZodError ? error.issues[0]!.message : safeMessage(error) });
    }
    response.end();
  }

  private async work(question: Question, body: unknown, onWait: OnWait): Promise<unknown> {
    const { desk } = this;
    switch (question) {
      case "who":
        this.who = questions.who.parse(body).who;
        return this.who;
      case "queue":
        return desk.queue(this.who, onWait);
      case "decisions":
        return desk.decisions(questions.decisions.parse(body).offset, this.who, onWait);
      case "decide": {
        const decision = { ...questions.decide.parse(body), who: name.parse(this.who) };
        const id = await desk.decide(decision, onWait);
        this.kept.add(id);
        return id;
      }
      case "undo": {
        const { id } = questions.undo.parse(body);
        await desk.undo(id, onWait);
        this.kept.delete(id);
        return id;
      }
    }
  }
}
