import { diffComm } from "node-diff3";
import { aligned, isLong } from "../aligned.js";
import { make } from "./elements.js";

/** What differs between two texts, line by line: what went is struck, what came is marked, in words for those who listen. */
export function differences(before: string, after: string): HTMLElement {
  const list = make("div", { class: "differences" });
  for (const { common, gone, come } of changesIn(before.split("\n"), after.split("\n"))) {
    if (common?.length) list.append(...shortened(common));
    if (gone?.length) list.append(make("del", {}, gone.join("\n")));
    if (come?.length) list.append(make("ins", {}, come.join("\n")));
  }
  return list;
}

interface Change {
  common?: string[];
  gone?: string[];
  come?: string[];
}

function changesIn(before: string[], after: string[]): Change[] {
  const changes: Change[] = [];
  for (const part of aligned([before, after]))
    for (const change of "same" in part ? [{ common: part.same }] : changesOf(...(part.differ as Two))) {
      const last = changes.at(-1);
      if (change.common && last?.common) last.common = [...last.common, ...change.common];
      else changes.push({ ...change });
    }
  return changes;
}

type Two = [gone: string[], come: string[]];

function changesOf(...[gone, come]: Two): Change[] {
  if (isLong(gone, come)) return [{ gone, come }];
  return diffComm(gone, come).map(({ common, buffer1, buffer2 }) => ({
    ...(common && { common }),
    ...(buffer1 && { gone: buffer1 }),
    ...(buffer2 && { come: buffer2 }),
  }));
}

// Two lines round each change are enough to know the place.
function shortened(lines: string[]): Node[] {
  if (lines.length <= 6) return [make("pre", {}, lines.join("\n"))];
  return [
    make("pre", {}, lines.slice(0, 2).join("\n")),
    make("p", { class: "left-out" }, `${lines.length - 4} lines are the same`),
    make("pre", {}, lines.slice(-2).join("\n")),
  ];
}
