import { mailtoLink } from "../components/words/mailto.js";
import type { Source } from "../loaders/registry/source.js";
import type { SourceEntry } from "../loaders/store/manifest.js";

/** A message to a steward, ready to send. */
export interface StewardMessage {
  source: string;
  to: string;
  subject: string;
  body: string;
  /** The same as a link that opens a mail program with it. */
  mailto: string;
}

/**
 * What to write to the steward of a source about extracts that were refused, or that are unlike those before; undefined where there
 * is nothing to write. It holds no cell but categories that the registry lists.
 */
export function stewardMessage(source: Source, entry: SourceEntry | undefined): StewardMessage | undefined {
  const refused = (entry?.refused ?? []).map(
    ({ name, reason }) => `${name} was not taken, and the last good extract stays in use. ${reason}`,
  );
  const remarks = (entry?.extracts ?? []).flatMap(({ name, remarks = [] }) =>
    remarks.length ? [`${name} was taken. Please look whether it is right:\n- ${remarks.join("\n- ")}`] : [],
  );
  if (!refused.length && !remarks.length) return undefined;
  const { email: to, role } = source.steward;
  const subject = `${source.title}: ${refused.length ? "an extract was refused" : "something to look at"}`;
  const body = [`To the ${role}`, ...refused, ...remarks].join("\n\n");
  return { source: source.id, to, subject, body, mailto: mailtoLink(to, subject, body) };
}
