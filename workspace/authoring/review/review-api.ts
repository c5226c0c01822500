import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { KeptClaim } from "../../../components/claims/kept-claim.js";
import { answerJson, type Endpoints, endpoint } from "../json-api.js";
import { may, type Person } from "../people.js";
import { type HandTyped, handTyped } from "./hand-typed.js";
import { claimsOfPage } from "./page-claims.js";
import { type PageInReview, type ReviewDesk, whyNotApprove } from "./review-desk.js";

/** A page made as one audience reads it, to be looked at. */
export type PageView =
  | { is: "none" | "making" }
  | { is: "failed"; why: string }
  | {
      is: "made";
      /** Where it is shown. */
      shown: string;
      /** The hash of the text that it was made from. */
      hash: string;
      /** What the gate says of it. */
      faults: { file: string; fault: string }[];
      /** False of public figures that a publication would first protect together, and may show fewer of. */
      isProtectedTogether: boolean;
    };

/** Makes pages to be looked at, one after another. */
export interface PageMaker {
  make(address: string): void;
  pageAt(address: string): PageView;
}

/** What readers are served of a page: the hash of its text, and when it was published. */
export interface ServedText {
  hash: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** What a review begins with. */
export interface OpenReview {
  page: PageInReview;
  /** What its readers are served, with its text where that can still be had; left out where it is not published. */
  served?: ServedText & { text?: string };
  digits: HandTyped[];
  /** What it claims, tested by the figures in use. */
  claims: KeptClaim[];
  /** Why whoever asks may not approve it; left out if they may. */
  whyNotApprove?: string;
  you: { name: string; mayWrite: boolean; mayReview: boolean; mayPublish: boolean };
}

const address = z.string().max(400);
const words = z.string().max(4_000);
const says = z.string().trim().min(1, "Write what you want to say.").max(4_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What browsers ask of reviews, in JSON. Requests have been through the guard, and whoever asks may. */
export class ReviewApi {
  private readonly endpoints: Endpoints;

  constructor(
    desk: ReviewDesk,
    maker: PageMaker,
    isOurs: (token: unknown) => boolean,
    servedText: (address: string) => ServedText | undefined = () => undefined,
  ) {
    this.isOurs = isOurs;
    this.endpoints = {
      "review/open": endpoint("read", z.strictObject({ address }), async ({ address }, person) => {
        const served = servedText(address);
        const text = served && (await desk.textByHash(address, served.hash));
        return openReview(
          await desk.open(address),
          person,
          served && { ...served, ...(text !== undefined && { text }) },
        );
      }),
      "review/made": endpoint("read", z.strictObject({ address }), async ({ address }) =>
        maker.pageAt(address),
      ),
      "review/make": endpoint("write", z.strictObject({ address }), async ({ address }) => {
        await desk.open(address);
        maker.make(address);
      }),
      "review/ask": endpoint("write", z.strictObject({ address, note: words }), ({ address, note }, person) =>
        desk.ask(address, note, person),
      ),
      "review/comment": endpoint(
        "write",
        z.strictObject({ address, says, about: words.optional() }),
        ({ address, ...comment }, person) => desk.comment(address, comment, person),
      ),
      "review/settle": endpoint(
        "write",
        z.strictObject({ address, id: z.string().max(8) }),
        ({ address, id }, person) => desk.settle(address, id, person),
      ),
      "review/approve": endpoint(
        "write",
        z.strictObject({ address, hash, note: words }),
        ({ address, ...approval }, person) => desk.approve(address, approval, person),
      ),
      "review/send-back": endpoint("write", z.strictObject({ address, says }), ({ address, says }, person) =>
        desk.sendBack(address, says, person),
      ),
      "review/withdraw": endpoint(
        "write",
        z.strictObject({ address, note: words }),
        ({ address, note }, person) => desk.withdraw(address, note, person),
      ),
      "review/notes": endpoint("read", z.strictObject({}), async () => ({ notes: desk.notes() })),
      "review/publish-note": endpoint(
        "write",
        z.strictObject({ file: z.string().max(200), isPublic: z.boolean() }),
        ({ file, isPublic }, person) => desk.letPublicRead(file, isPublic, person),
      ),
    };
  }

  private readonly isOurs: (token: unknown) => boolean;

  /** Answers a request for something under `/_write/review/`. False if this is not what it asks for. */
  answer(request: IncomingMessage, response: ServerResponse, path: string, person: Person): Promise<boolean> {
    return answerJson(this.endpoints, { request, response, path, person, isOurs: this.isOurs });
  }
}

async function openReview(
  page: PageInReview,
  person: Person,
  served: OpenReview["served"],
): Promise<OpenReview> {
  const why = whyNotApprove(page, person);
  return {
    page,
    ...(served ? { served } : {}),
    digits: handTyped(page.text),
    claims: await claimsOfPage(page.address, page.text),
    ...(why ? { whyNotApprove: why } : {}),
    you: {
      name: person.name,
      mayWrite: may(person, "analyst"),
      mayReview: may(person, "reviewer"),
      mayPublish: may(person, "publisher"),
    },
  };
}
