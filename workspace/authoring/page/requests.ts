import type { Note } from "../../../loaders/registry/notes.js";
import type { Draft } from "../drafts.js";
import type { Merge } from "../merge.js";
import type { OpenPage, Saved } from "../notebook.js";
import type { Role } from "../people.js";
import type { Presence } from "../presence.js";
import type { Version } from "../repository.js";
import type { PublishingState } from "../review/publishing-state.js";
import type { OpenReview, PageView } from "../review/review-api.js";
import type { LocationField } from "../sources/location-fields.js";
import type { OpenSource } from "../sources/source-desk.js";
import type { SourceTrial } from "../sources/source-trial.js";
import type { Kin } from "../writing-desk.js";

/** The sources that are described, and what may be asked for where each kind of place is. */
export interface SourcesHere {
  sources: { id: string; title: string; type: string }[];
  fields: Record<string, LocationField[]>;
  formats: string[];
}

/** What the server gives for each thing that is asked of it. */
export interface Answers {
  session: { token: string; writer: string; roles: readonly Role[]; toMend: number };
  page: OpenPage;
  versions: Version[];
  version: { text: string };
  where: { there: boolean; now?: string; isSame?: boolean };
  forks: { origin?: Kin & { changed: boolean }; copies: Kin[] };
  /** `id`: of the draft in which it is kept, which is another where another window writes the one that was asked for. */
  draft: { id: string; shown: string; isNew: boolean };
  "give-up": object;
  save: Saved;
  create: { address: string };
  copy: { address: string };
  picture: { name: string };
  "series-note": { file: string };
  remove: object;
  "take-over": Merge;
  show: { shown: string };
  offer: { address: string };
  move: { address: string; draft?: string };
  follow: { draft?: string };
  present: { others: Presence[]; takenBy?: Presence; moved?: { now?: string } };
  "take-page": Merge;
  leave: object;
  "review/open": OpenReview;
  "review/made": PageView;
  "review/make": object;
  "review/ask": object;
  "review/comment": object;
  "review/settle": object;
  "review/approve": object;
  "review/send-back": object;
  "review/withdraw": object;
  "review/notes": { notes: { file: string; note: Note }[] };
  "review/publish-note": object;
  "publish/state": PublishingState;
  "publish/start": object;
  "publish/roll-back": object;
  "sources/list": SourcesHere;
  "sources/open": OpenSource;
  "sources/trial": { trial?: SourceTrial };
  "sources/describe": object;
  "sources/try": object;
  "sources/save": { text: string; hash: string };
}

export type { Draft, Kin, Merge, OpenPage, OpenReview, PageView, Presence, PublishingState, Saved, Version };

const reads = new Set<keyof Answers>([
  ...(["session", "page", "versions", "version", "forks", "where"] as const),
  ...(["review/open", "review/made", "review/notes", "publish/state"] as const),
  ...(["sources/list", "sources/open", "sources/trial"] as const),
]);

/** The server refused, in its own words. */
export class Refusal extends Error {}
/** The server did not answer. */
export class NoAnswer extends Error {}

let session: Promise<Answers["session"]> | undefined;

/** Who writes here, and the token of this run. */
export function openSession(): Promise<Answers["session"]> {
  session ??= ask("session", {}).catch((error) => {
    session = undefined;
    throw error;
  });
  return session;
}

/**
 * Asks the server. Throws a Refusal with its words, or NoAnswer if it cannot be reached. `keepalive`: the request goes on
 * when the page is left.
 */
export async function ask<Name extends keyof Answers>(
  name: Name,
  what: Readonly<Record<string, unknown>>,
  { keepalive = false } = {},
): Promise<Answers[Name]> {
  const first = await answerTo(name, what, keepalive);
  // A workspace that was started anew has a new token, and has done nothing of what was asked with the old one.
  if (first.answer.reload) session = undefined;
  const { isDone, answer } = first.answer.reload ? await answerTo(name, what, keepalive) : first;
  if (!isDone) throw new Refusal(answer.problem);
  return answer;
}

async function answerTo(name: keyof Answers, what: Readonly<Record<string, unknown>>, keepalive: boolean) {
  const isRead = reads.has(name);
  const query = new URLSearchParams(what as Record<string, string>);
  const response = await fetch(`/_write/${name}${isRead ? `?${query}` : ""}`, {
    keepalive,
    ...(!isRead && {
      method: "POST",
      headers: { "content-type": "application/json", "x-write-token": (await openSession()).token },
      body: JSON.stringify(what),
    }),
  }).catch(() => {
    throw new NoAnswer("The workspace does not answer.");
  });
  const answer = await response.json().catch(() => {
    throw new NoAnswer("The workspace does not answer as it should.");
  });
  return { isDone: response.ok, answer };
}
