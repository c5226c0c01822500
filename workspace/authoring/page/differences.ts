import { diffComm } from "node-diff3";
import { make } from "./elements.js";

/** What differs between two texts, line by line: what went is struck, what came is marked, in words for those who listen. */
export function differences(before: string, after: string): HTMLElement {
  const parts = diffComm(before.split("\n"), after.split("\n"));
  const list = make("div", { class: "differences" });
  for (const { common, buffer1, buffer2 } of parts) {
    if (common) list.append(...shortened(common));
    if (buffer1?.length) list.append(make("del", {}, buffer1.join("\n")));
    if (buffer2?.length) list.append(make("ins", {}, buffer2.join("\n")));
  }
  return list;
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
