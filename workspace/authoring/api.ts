import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readKeptClaims } from "../../loaders/claims/keep-claims.js";
import { currentStore } from "../../loaders/store/paths.js";
import { isTellable, safeMessage, TellableError } from "../../loaders/store/safe-message.js";
import { claimsToMend } from "./claims-to-mend.js";
import { tokenHeader, writingRoot } from "./json-api.js";
import { longestPage } from "./page-text.js";
import { may, type Person, personAlone } from "./people.js";
import { Attendance } from "./presence.js";
import { readBody } from "./read-body.js";
import type { Writer } from "./repository.js";
import type { WritingDesk } from "./writing-desk.js";

const address = z.string().max(400);
const hash = z.string().regex(/^[0-9a-f]{40}$/);
const draftId = z.string().regex(/^[0-9a-f]{8}$/);
const text = z.string().max(longestPage);
const title = z.string().trim().min(1, "Give the page a title.").max(120);
const person = z.string().trim().min(1).max(80);
// What a browser asks a server for at most.
const longestAddress = 16_000;
const mostBytes = 2 * longestPage + 10_000;

const reads = {
  session: z.strictObject({}),
  page: z.strictObject({ address }),
  versions: z.strictObject({ address }),
  version: z.strictObject({ address, id: hash }),
  forks: z.strictObject({ address }),
  where: z.strictObject({ address }),
};
const writes = {
  draft: z.strictObject({
    address,
    id: draftId,
    window: draftId.optional(),
    text,
    base: hash.optional(),
    writer: person.optional(),
  }),
  "give-up": z.strictObject({ address, id: draftId, writer: person.optional() }),
  save: z.strictObject({
    address,
    text,
    base: hash.optional(),
    note: z.string().max(1_000).default(""),
    draft: draftId.optional(),
    follows: draftId.optional(),
    settles: hash.optional(),
    writer: person.optional(),
  }),
  create: z.strictObject({ title, folder: address.default(""), writer: person.optional() }),
  copy: z.strictObject({
    address,
    shown: address.optional(),
    title,
    asked: z
      .record(z.string().max(80), z.string())
      .refine((asked) => JSON.stringify(asked).length <= longestAddress, "More is chosen than can be kept.")
      .default({}),
    writer: person.optional(),
  }),
  picture: z.strictObject({
    address,
    about: z.string().trim().min(1, "Say what the picture shows, for those who cannot see it.").max(400),
    content: z.base64(),
    writer: person.optional(),
  }),
  "series-note": z.strictObject({
    date: z.iso.date("Write the day as year-month-day, as in 2026-01-31."),
    indicator: z.string().min(1, "Choose the indicator."),
    area: z.string().max(40).optional(),
    source: z.string().max(80).optional(),
    break: z.boolean().default(false),
    public: z.boolean().default(false),
    text: z.string().trim().min(1, "Write what a reader should know.").max(400, "Keep it to 400 letters."),
    writer: person.optional(),
  }),
  remove: z.strictObject({ address, writer: person.optional() }),
  show: z.strictObject({ address, id: draftId, text, writer: person.optional() }),
  offer: z.strictObject({ address, text, writer: person.optional() }),
  move: z.strictObject({
    address,
    folder: z.enum(["explore", "briefings"]),
    draft: draftId.optional(),
    writer: person.optional(),
  }),
  follow: z.strictObject({ address, now: address, draft: draftId }),
  "take-over": z.strictObject({ address, text }),
  "take-page": z.strictObject({ address, draft: draftId, from: draftId, text }),
  present: z.strictObject({ address, draft: draftId, writer: person.optional() }),
  leave: z.strictObject({ address, draft: draftId }),
};
type Read = keyof typeof reads;
type Write = keyof typeof writes;

/**
 * What browsers ask of the writing, in JSON. Reads are GET; writes are POST with the token of this run, which only a page
 * of this server can have. Requests have been through the server's guard.
 */
export class WritingApi {
  private readonly token = randomBytes(24).toString("base64url");
  private readonly attendance = new Attendance();

  constructor(
    private readonly desk: WritingDesk,
    /** Who writes where a request does not say: the one person at this machine. */
    private readonly usual: Writer,
  ) {}

  /** Answers a request for something under `/_write/`, by whoever asks. False if this is not what it asks for. */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    person: Person = personAlone(this.usual),
  ): Promise<boolean> {
    const name = path.startsWith(writingRoot) ? path.slice(writingRoot.length) : "";
    const isWrite = Object.hasOwn(writes, name);
    if (!isWrite && !Object.hasOwn(reads, name)) return false;
    response.setHeader("cache-control", "no-store");
    if (request.method !== (isWrite ? "POST" : "GET"))
      return tell(response, 405, { problem: "This is not how it is asked." });
    if (isWrite && !this.isOurs(request.headers[tokenHeader]))
      return tell(response, 403, {
        problem:
          "The workspace was started anew since this page was loaded. Load it again: your draft is kept.",
        reload: true,
      });
    try {
      const answer = isWrite
        ? await this.write(name as Write, await readBody(request, mostBytes), person)
        : await this.read(name as Read, person, new URL(request.url!, "http://localhost").searchParams);
      return tell(response, 200, answer ?? {});
    } catch (error) {
      if (error instanceof z.ZodError) return tell(response, 400, { problem: error.issues[0]!.message });
      return tell(response, isTellable(error) ? 409 : 500, { problem: safeMessage(error) });
    }
  }

  private async read(name: Read, person: Person, parameters: URLSearchParams): Promise<unknown> {
    const { desk } = this;
    const asked = Object.fromEntries(parameters);
    switch (name) {
      case "session":
        return {
          token: this.token,
          writer: person.name,
          roles: person.roles,
          toMend: claimsToMend(readKeptClaims(currentStore()), person),
        };
      case "page": {
        const { address } = reads.page.parse(asked);
        const isOpen = (id: string) => this.attendance.isOpen(id);
        await desk.notebook.tidy(isOpen);
        const page = await desk.open(address, isOpen);
        if (!page) throw new TellableError(`There is no page ${address}. It was renamed or removed.`);
        const drafts = page.drafts.map((one) => (isOpen(one.id) ? { ...one, isOpen: true as const } : one));
        return { ...page, drafts };
      }
      case "versions":
        return desk.notebook.versions(reads.versions.parse(asked).address);
      case "version": {
        const { address, id } = reads.version.parse(asked);
        return { text: (await desk.textAtVersion(address, id)) ?? "" };
      }
      case "forks":
        return desk.kin(reads.forks.parse(asked).address);
      case "where":
        return desk.whereIs(reads.where.parse(asked).address);
    }
  }

  private async write(name: Write, body: unknown, person: Person): Promise<unknown> {
    const { desk } = this;
    const { notebook } = desk;
    switch (name) {
      case "draft": {
        const { address, writer: given, window, ...draft } = writes.draft.parse(body);
        const writer = this.writer(given, person).name;
        const id = window === undefined ? draft.id : this.attendance.draftFor(window, draft.id);
        const kept = desk.keepDraft(address, { ...draft, id, writer });
        if (window !== undefined) this.attendance.note(address, { draft: id, writer });
        return { ...kept, id };
      }
      case "give-up": {
        const { address, id, writer } = writes["give-up"].parse(body);
        return notebook.giveUp(address, id, this.writer(writer, person));
      }
      case "save": {
        const { address, writer, ...save } = writes.save.parse(body);
        return desk.notebook.save(address, this.writer(writer, person), save);
      }
      case "create": {
        const { title, folder, writer } = writes.create.parse(body);
        return { address: await desk.create({ title, folder }, this.writer(writer, person)) };
      }
      case "copy": {
        const { address, writer, ...copy } = writes.copy.parse(body);
        return { address: await desk.copy(address, copy, this.writer(writer, person)) };
      }
      case "picture": {
        const { address, about, content, writer } = writes.picture.parse(body);
        const bytes = Buffer.from(content, "base64");
        return { name: await desk.addPicture(address, about, bytes, this.writer(writer, person)) };
      }
      case "series-note": {
        const { indicator, writer, ...note } = writes["series-note"].parse(body);
        if (note.public && !may(person, "publisher"))
          throw new TellableError(
            "Only publishers let the public read a note. Keep it without that: a publisher can add it, at Publishing.",
          );
        return {
          file: await desk.addSeriesNote({ ...note, indicators: [indicator] }, this.writer(writer, person)),
        };
      }
      case "show": {
        const { address, writer, ...drawn } = writes.show.parse(body);
        return desk.drawText(address, { ...drawn, writer: this.writer(writer, person).name });
      }
      case "offer": {
        const { address, text, writer } = writes.offer.parse(body);
        return { address: await desk.offerToOrigin(address, text, this.writer(writer, person)) };
      }
      case "move": {
        const { address, folder, draft, writer } = writes.move.parse(body);
        const now = await desk.move(address, folder, this.writer(writer, person));
        return { address: now, ...(draft && { draft: await notebook.moveDraft(address, now, draft) }) };
      }
      case "follow": {
        const { address, now, draft } = writes.follow.parse(body);
        return { draft: await notebook.moveDraft(address, now, draft) };
      }
      case "take-over": {
        const { address, text } = writes["take-over"].parse(body);
        return desk.withOriginsChanges(address, text);
      }
      case "remove": {
        const { address, writer } = writes.remove.parse(body);
        return notebook.remove(address, this.writer(writer, person));
      }
      case "present": {
        const { address, draft, writer } = writes.present.parse(body);
        const present = this.attendance.note(address, { draft, writer: this.writer(writer, person).name });
        const { there, now } = await desk.whereIs(address);
        return { ...present, ...(!there && { moved: { now } }) };
      }
      case "take-page": {
        const { address, draft, from, text } = writes["take-page"].parse(body);
        const merge = await notebook.withDraft(address, text, from);
        this.attendance.takeOver(draft, from);
        return merge;
      }
      case "leave": {
        const { address, draft } = writes.leave.parse(body);
        this.attendance.leave(draft);
        return notebook.dropIdle(address, draft);
      }
    }
  }

  // Behind a sign-on nobody writes under another's name.
  private writer(given: string | undefined, { name, email, isOneOfMany }: Person): Writer {
    return { name: isOneOfMany || given === undefined ? name : given, email };
  }

  /** Whether this is the token of this run. */
  isOurs(given: unknown): boolean {
    if (typeof given !== "string" || given.length !== this.token.length) return false;
    return timingSafeEqual(Buffer.from(given), Buffer.from(this.token));
  }
}

function tell(response: ServerResponse, status: number, answer: unknown): true {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(answer));
  return true;
}
