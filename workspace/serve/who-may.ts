import { writingRoot } from "../authoring/json-api.js";
import { may, type Person, type Role } from "../authoring/people.js";
import { seenRoot } from "./seen.js";

const notReaders = ["analyst", "reviewer", "publisher"] as const;
const reading = ["reader", ...notReaders] as const;
// What else is written, by whom: all other writing is the analysts'.
const writers: readonly [address: RegExp, who: readonly Role[]][] = [
  [/^review\/(?:comment|settle|send-back|make)$/, notReaders],
  [/^review\/approve$/, ["reviewer"]],
  [/^(?:review\/(?:withdraw|publish-note)|publish\/.+|sources\/.+)$/, ["publisher"]],
];
// What is not for everybody who may read.
const readers: readonly [address: RegExp, who: readonly Role[]][] = [
  [/^(?:page|versions|version|edit)$/, notReaders],
  // What a source is asked with, and where it lies, is for who decides what the workspace fetches.
  [/^sources(?:\/.*)?$/, ["publisher"]],
  [/^(?:review|publish|publishing)(?:\/.*)?$/, notReaders],
];

/** Why somebody may not ask for this; undefined if they may. `path`: of the request, decoded. */
export function whyMayNot(person: Person, method: string, path: string): string | undefined {
  const name = path.startsWith(writingRoot) ? path.slice(writingRoot.length) : undefined;
  const isRead = method === "GET" || method === "HEAD";
  const who = isRead ? readersOf(name, path) : writersOf(name);
  if (may(person, ...who)) return undefined;
  const needed = who.map((role) => `${role}s`);
  return `This is for ${needed.slice(0, -1).join(", ")}${needed.length > 1 ? " and " : ""}${needed.at(-1)}. You may ${may(person, "analyst") ? "write" : "read"} here. Ask whoever looks after the workspace to change your part in data/sign-on.yaml.`;
}

function readersOf(name: string | undefined, path: string): readonly Role[] {
  if (name !== undefined) return readers.find(([address]) => address.test(name))?.[1] ?? reading;
  // What somebody is writing, or reviewing, is nobody's to quote yet.
  if (path.startsWith(seenRoot)) return notReaders;
  return path.split("/").some((part) => /^\..*\.draft(?:\.|$)/.test(part)) ? notReaders : reading;
}

function writersOf(name: string | undefined): readonly Role[] {
  return (name !== undefined && writers.find(([address]) => address.test(name))?.[1]) || ["analyst"];
}
