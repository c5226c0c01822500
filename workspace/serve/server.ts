import type { IncomingMessage, ServerResponse } from "node:http";
import { basename } from "node:path";
import type { Duplex } from "node:stream";
import { readCity } from "../../loaders/registry/city.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { WritingApi } from "../authoring/api.js";
import { answerAsset, inEveryPage } from "../authoring/assets.js";
import { isDraft } from "../authoring/drafts.js";
import { writingRoot } from "../authoring/json-api.js";
import { openDesk, openReviews, openSources, personHere } from "../authoring/open-desk.js";
import { ReviewApi } from "../authoring/review/review-api.js";
import { contentPolicy, editorPolicy } from "../site/content-policy.js";
import { editions, rootFolder } from "../site/edition/editions.js";
import { declareFonts } from "../site/fonts.js";
import { previewHandlers } from "../site/framework/preview.js";
import { mendShell } from "../site/framework/shell.js";
import { prepare } from "../site/prepare.js";
import { textAt } from "../site/text-at.js";
import { compress } from "./compress.js";
import { admitsSocket, createGuardedServer, refuse } from "./guard.js";
import { answerOpenData } from "./open-data.js";
import { answerPageData } from "./page-data.js";
import { ReviewedPages } from "./page-maker.js";
import { host, listen } from "./port.js";
import { Publishing, servedText } from "./publishing.js";
import { answerSeen, seenRoot } from "./seen.js";
import { Door } from "./sign-on.js";
import { Sources } from "./sources.js";
import { answerStatus } from "./status.js";
import { whyMayNot } from "./who-may.js";

/**
 * Serves the workspace edition by Framework's preview, behind the guard: on this machine only, or to whom a sign-on lets in.
 * What is put in front of it: page data sets come from the store as the refresh made them, pages can be written, and the
 * page shell is mended as in a build. Gives the address that people type.
 */
export async function serveWorkspace(port: number): Promise<{ close: () => void; address: string }> {
  const edition = editions.workspace;
  process.env.EDITION = edition.name;
  prepare(edition);
  // Framework writes a line for every message to and from every open page.
  console.log = () => {};
  // It reads its configuration outside its own care for errors: a slip in data/city.yaml must not end the server.
  process.on("unhandledRejection", (error) => console.error(safeMessage(error)));
  const { preview, open } = previewHandlers();
  const pages = rootFolder(edition);
  const here = await personHere(pages);
  const door = Door.open(here);
  const writing = new WritingApi(
    openDesk(pages, (address, shown) => textAt(edition, address, shown)),
    here,
  );
  const isOurs = (token: unknown) => writing.isOurs(token);
  const reviewed = new ReviewedPages(pages);
  const reviews = new ReviewApi(openReviews(pages), reviewed, isOurs, servedText);
  const publishing = new Publishing(isOurs);
  const sources = new Sources(openSources(pages), isOurs);
  const ours = door.address ? [door.address] : [host, "localhost"].map((name) => `http://${name}:${port}`);
  const sockets = ours.map((origin) => origin.replace(/^http/, "ws")).join(" ");
  const origins = ours.join(" ");
  const policy = contentPolicy(edition, { sockets });
  // A page that is being written or reviewed is shown beside its text, and nowhere else.
  const policyOfFramed = contentPolicy(edition, { sockets, frames: origins });
  const server = createGuardedServer(
    {
      methods: ["GET", "HEAD", "POST"],
      refusal: "This workspace answers to its own address only.",
      framed: isFramed,
      address: door.address,
    },
    async (request, response, path) => {
      const asking = door.whoAsks(request);
      if ("refused" in asking) return refuse(response, 403, asking.refused);
      const { person } = asking;
      const why = whyMayNot(person, request.method!, path);
      if (why) return tellWhy(response, path, why);
      response.setHeader("content-security-policy", isFramed(path) ? policyOfFramed : policy);
      compress(request, response);
      if (await writing.answer(request, response, path, person)) return;
      if (await reviews.answer(request, response, path, person)) return;
      if (await publishing.answer(request, response, path, person)) return;
      if (await sources.answer(request, response, path, person)) return;
      if (await answerAsset(response, path, editorPolicy(origins))) return;
      if (request.method === "POST" || path.startsWith(writingRoot)) {
        response
          .writeHead(404, { "content-type": "text/plain; charset=utf-8" })
          .end("There is no such address.");
        return;
      }
      if (answerSeen(reviewed.outputFolder, response, path)) return;
      if (answerPageData(edition, request, response, path)) return;
      if (await answerOpenData(response, path)) return;
      if (answerStatus(response, path)) return;
      mendOnEnd(response);
      await preview(request, response);
    },
  );
  const opened = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (!admitsSocket(request, port, door.address) || "refused" in door.whoAsks(request))
      return socket.destroy();
    opened.add(socket.once("close", () => opened.delete(socket)));
    open(request, socket, head);
  });
  await listen(server, port, door.listen);
  const close = (): void => {
    reviewed.end();
    publishing.end();
    sources.end();
    server.close();
    server.closeAllConnections();
    for (const socket of opened) socket.destroy();
  };
  return { close, address: `${door.address ?? `http://${host}:${port}`}/` };
}

// The writing's own pages tell it in their words.
function tellWhy(response: ServerResponse, path: string, problem: string): void {
  if (!path.startsWith(writingRoot)) refuse(response, 403, problem);
  else
    response
      .writeHead(403, { "content-type": "application/json; charset=utf-8" })
      .end(JSON.stringify({ problem }));
}

function mendOnEnd(response: ServerResponse): void {
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = ((content: unknown, ...rest: unknown[]) => {
    const isPage =
      typeof content === "string" && String(response.getHeader("content-type")).startsWith("text/html");
    return end(
      isPage ? withWriting(mendShell(declareFonts(content), readCity().language)) : content,
      ...rest,
    );
  }) as typeof response.end;
}

function withWriting(html: string): string {
  return html.replace("</head>", () => `${inEveryPage}\n</head>`);
}

function isFramed(path: string): boolean {
  return isDraft(`${basename(path)}.md`) || path.startsWith(seenRoot);
}
