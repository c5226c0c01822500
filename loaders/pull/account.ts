import { unlikeness } from "../registry/likeness.js";
import { filePatterns } from "../registry/location.js";
import type { Source } from "../registry/source.js";
import type { SourceEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { sortAnswers } from "./answers.js";
import { claims, periodOf } from "./choose.js";
import { filesOf, type InboxFile, leftOutOf, linksOutOf, noFilesIn } from "./inbox.js";
import { type Delivery, readIndex } from "./index-file.js";
import { knownName } from "./known-name.js";
import { withheldOf } from "./withheld.js";

/** What may become of a file in the inbox. */
export const fileStates = [
  "in use",
  "answer",
  "superseded",
  "waiting",
  "refused",
  "withdrawn",
  "not recognised",
  "linked out",
] as const;
export type FileState = (typeof fileStates)[number];

/** A file in the inbox and what became of it. */
export interface AccountedFile {
  /** What may be told of its path. */
  path: string;
  state: FileState;
  /** The source that recognises it, or null. */
  source: string | null;
  /** Why it is not in use, in a sentence; null of one that is. */
  why: string | null;
}

/** Accounts for every file in the inbox, in path order: `entries` is what the last refresh made of each source. */
export function accountFor(
  store: Store,
  sources: readonly Source[],
  entries: Readonly<Record<string, SourceEntry>>,
): AccountedFile[] {
  const { extracts, answers } = sortAnswers(filesOf(store.inbox));
  const deliveries = readIndex(store);
  const nameOf = (file: Pick<InboxFile, "path" | "bytes">, some = sources): string => knownName(file, some);
  const accounted = extracts.map((file): AccountedFile => {
    const source = sources.find((one) => claims(one, file.path));
    if (!source)
      return { path: nameOf(file), state: "not recognised", source: null, why: whyUnknown(file, sources) };
    const found = stateOf(file, source, { store, deliveries, entry: entries[source.id] });
    return { path: nameOf(file, [source]), source: source.id, ...found };
  });
  return [
    ...accounted,
    ...[...answers.values()].map(
      (file): AccountedFile => ({ path: nameOf(file), state: "answer", source: null, why: null }),
    ),
    ...leftOutOf(store.inbox).map(
      (file): AccountedFile => ({
        path: nameOf({ ...file, bytes: file.path.endsWith("/") ? 0 : file.bytes }),
        state: "waiting",
        source: null,
        why: "Its name is that of something hidden, or of a file that is still being copied. If it is whole, rename it.",
      }),
    ),
    ...noFilesIn(store.inbox).map(
      (path): AccountedFile => ({
        path: nameOf({ path, bytes: 0 }),
        state: "not recognised",
        source: null,
        why: "It is no file but a pipe, a socket or a device. Put the file itself there.",
      }),
    ),
    ...linksOutOf(store.inbox).map(
      (path): AccountedFile => ({
        path: knownName({ path, bytes: 0 }, sources),
        state: "linked out",
        source: null,
        why: "It is a link that leads out of the inbox. Put the file itself there.",
      }),
    ),
  ];
}

function stateOf(
  file: InboxFile,
  source: Source,
  { store, deliveries, entry }: { store: Store; deliveries: Delivery[]; entry: SourceEntry | undefined },
): Pick<AccountedFile, "state" | "why"> {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  const period = periodOf(source, name);
  if (period === undefined)
    return {
      state: "waiting",
      why: `Its name carries no period. Rename it, or mend location.period in data/sources/${source.id}.yaml.`,
    };
  const delivery = deliveries.findLast(
    (d) =>
      d.source === source.id &&
      d.path === file.path &&
      d.bytes === file.bytes &&
      Date.parse(d.modified) === file.modifiedMs,
  );
  if (!delivery)
    return { state: "waiting", why: "It is empty, still being copied, or came after the last refresh." };
  if (entry?.extracts.some(({ sha256 }) => sha256 === delivery.sha256)) return { state: "in use", why: null };
  const refusal = entry?.refused.find(({ sha256 }) => sha256 === delivery.sha256);
  if (refusal) return { state: "refused", why: refusal.reason };
  if (withheldOf(store, source.id).has(delivery.sha256))
    return { state: "withdrawn", why: "It was withdrawn, or is past its retention." };
  const used = entry?.extracts.find((one) => one.period?.toLowerCase() === period?.toLowerCase());
  return {
    state: "superseded",
    why: used
      ? `${used.name} is in use, which covers later days, was published later, or came later.`
      : "Nothing of its source is in use. The next refresh looks again.",
  };
}

/** Why no source recognises a file: the pattern that comes nearest to its name. */
function whyUnknown({ path }: InboxFile, sources: readonly Source[]): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const [nearest] = sources
    .flatMap((source) =>
      filePatterns(source).map((pattern) => ({
        id: source.id,
        pattern,
        distance: unlikeness(letters(name), letters(pattern)),
      })),
    )
    .sort((a, b) => a.distance - b.distance);
  if (!nearest || nearest.distance > 0.7) return "No source has files of such a name.";
  return `No source has files of such a name. Nearest is ${nearest.id}, whose files are called “${nearest.pattern}”. Rename it, or add a pattern under location.files in data/sources/${nearest.id}.yaml.`;
}

const letters = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.[a-z]{2,5}(\.gz|\.zip)?$/, "")
    .replace(/[^\p{L}]/gu, "");
