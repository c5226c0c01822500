import { formatTime, plural } from "../components/words/format.js";
import { formatCount, formatSeconds } from "../components/words/numbers.js";
import { type AccountedFile, fileStates } from "../loaders/pull/account.js";
import type { SourceEntry } from "../loaders/store/manifest.js";
import type { Run, RunBegun } from "../loaders/store/runs.js";
import type { Status } from "./status.js";

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
  const remarks = Object.entries(entries).flatMap(([id, { extracts }]) =>
    extracts.flatMap(({ name, remarks = [] }) => remarks.map((sentence) => `  ${id}: ${name}: ${sentence}`)),
  );
  return remarks.length
    ? [
        ...lines,
        "",
        "To know of the extracts in use",
        ...remarks,
        "  Each delivery beside those before it, and a message to its supplier: /explore/deliveries of the workspace (npm start).",
      ]
    : lines;
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

/** Messages to stewards, ready to send. */
export function messageLines(messages: Status["messages"]): string[] {
  return messages.flatMap(({ to, subject, body, mailto }) => [
    "",
    `Ready to send to ${to}: ${subject}`,
    ...body.split("\n").map((line) => (line ? `  ${line}` : "")),
    `  ${mailto}`,
  ]);
}

/** Runs that are told. */
const mostRuns = 5;

/** How it stands in a line, what fails, and the last runs, newest first. */
export function runLines(
  runs: readonly Run[],
  { state, failures, outOfDate }: Pick<Status, "state" | "failures" | "outOfDate">,
  underWay?: RunBegun,
): string[] {
  const lines = [states[state]];
  if (underWay) lines.push(`A refresh began at ${formatTime(underWay.startedAt)} and has not ended.`);
  for (const { step, reason, since } of failures)
    lines.push(`  ${step}: fails since ${formatTime(since)}: ${reason}`);
  for (const { source, since, steward } of outOfDate)
    lines.push(`  ${source}: is out of date since ${since}. Ask ${steward} for a newer extract.`);
  if (runs.length) lines.push("", "Last runs");
  for (const run of runs.slice(-mostRuns).reverse()) lines.push(`  ${runLine(run)}`);
  return [...lines, ""];
}

function runLine(run: Run): string {
  const took = formatSeconds(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  const head = `${formatTime(run.startedAt)}  ${causeWords[run.cause]}`;
  if (run.outcome === "interrupted") return `${head}: did not end`;
  if (run.outcome === "failed") return `${head}: failed after ${took}: ${run.why}`;
  const [longest] = Object.entries(run.seconds).sort(([, a], [, b]) => b - a);
  const parts = [
    `${took}${longest ? `, most of it ${longest[0]}` : ""}`,
    ...run.sources.map(({ source, rows, rejected, refused }) =>
      refused
        ? `${source} refused`
        : `${source} ${formatCount(rows)} rows${rejected ? `, ${formatCount(rejected)} in quarantine` : ""}`,
    ),
    ...(run.children === null ? [] : [`${plural(run.children, "child", "children")} linked`]),
    `${plural(run.pages.length, "page data set")} new`,
    ...(run.failures.length ? [`${plural(run.failures.length, "step")} failed`] : []),
  ];
  return `${head}: ${parts.join("; ")}`;
}

const states: Record<Status["state"], string> = {
  well: "All is well.",
  attention: "Somebody should look at what follows.",
  failing: "Something fails. What is shown is the last good state.",
  never: "There has been no refresh yet.",
};

const causeWords: Record<Run["cause"], string> = {
  "by hand": "by hand",
  start: "at the start",
  arrival: "something arrived",
  claims: "claims changed",
  schedule: "by schedule",
  build: "for a build",
  publish: "for a publication",
  page: "for a page",
};
