import { element } from "../element.js";
import { formatList, formatTime, plural } from "../words/format.js";
import { formatCount } from "../words/numbers.js";
import { reportLink } from "./report-link.js";

/** What a refresh changed in a source. */
export interface SourceChange {
  source: string;
  title: string;
  added: string[];
  dropped: string[];
  refused: string[];
  rowsBefore: number;
  rowsAfter: number;
}

/** What the last refresh that brought or refused anything did, source by source; a long list is folded. */
export function changeList(change: { at: string; sources: SourceChange[] } | null): HTMLElement {
  if (!change) return element("p", {}, "No extract has come or gone since the store was made.");
  const list = element(
    "ul",
    {},
    ...change.sources.map((source) =>
      element(
        "li",
        {},
        element("strong", {}, reportLink(source.source, source.title) ?? source.title),
        `: ${changeText(source)}`,
      ),
    ),
  );
  const summary = `On ${formatTime(change.at)}, extracts of ${plural(change.sources.length, "source")} changed`;
  if (change.sources.length <= 6) return element("div", {}, element("p", {}, `${summary}:`), list);
  return element("details", { class: "ey-fold" }, element("summary", {}, `${summary}. Show them`), list);
}

/** "1 new extract (summer.xlsx); 9,120 rows in use, 310 more than before." */
export function changeText({ added, dropped, refused, rowsBefore, rowsAfter }: SourceChange): string {
  const parts = [
    added.length > 0 && `${plural(added.length, "new extract")} (${named(added)})`,
    dropped.length > 0 && `${plural(dropped.length, "extract")} no longer in use (${named(dropped)})`,
    refused.length > 0 && `${plural(refused.length, "extract")} refused (${named(refused)})`,
  ].filter((part) => part !== false);
  const difference = rowsAfter - rowsBefore;
  const comparison =
    rowsBefore === 0 || difference === 0
      ? ""
      : `, ${formatCount(Math.abs(difference))} ${difference > 0 ? "more" : "fewer"} than before`;
  return `${formatList(parts)}; ${plural(rowsAfter, "row")} in use${comparison}.`;
}

// A first refresh of a source with many terms would fill the page with file names.
function named(files: string[]): string {
  return files.length <= 3 ? formatList(files) : `${files[0]} to ${files.at(-1)}`;
}
