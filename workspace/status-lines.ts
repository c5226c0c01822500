import { plural } from "../components/words/format.js";
import { type AccountedFile, fileStates } from "../loaders/pull/account.js";
import type { SourceEntry } from "../loaders/store/manifest.js";

/** What became of every file in the inbox, by state, and what a steward should know of the extracts in use. */
export function statusLines(
  files: readonly AccountedFile[],
  entries: Readonly<Record<string, SourceEntry>>,
): string[] {
  const lines = [`${plural(files.length, "file")} in the inbox`];
  for (const state of fileStates) {
    const found = files.filter((file) => file.state === state);
    if (!found.length) continue;
    lines.push("", `${found.length} ${words[state]}`);
    for (const { path, source, why } of found)
      lines.push(`  ${path}${source ? `  (${source})` : ""}${why ? `: ${why}` : ""}`);
  }
  const told = Object.entries(entries).flatMap(([id, { extracts }]) =>
    extracts.flatMap(({ name, told = [] }) => told.map((sentence) => `  ${id}: ${name}: ${sentence}`)),
  );
  return told.length ? [...lines, "", "To know of the extracts in use", ...told] : lines;
}

const words: Record<AccountedFile["state"], string> = {
  "in use": "in use",
  answer: "that answer for an extract’s dates",
  superseded: "superseded by others",
  waiting: "waiting",
  refused: "refused",
  withdrawn: "withdrawn",
  "not recognised": "recognised by no source",
  "linked out": "linked out of the inbox",
};
