import { element } from "../element.js";
import { stackedTable } from "../tables/stacked-table.js";
import { capital, formatDate } from "../words/format.js";
import { type Change, readChangeLog } from "./published-changes.js";

const newest = 10;

/** The newest publications as a table: when, and which files were added, changed or withdrawn. */
export function changeLog(changes: readonly Change[]): HTMLElement {
  const groups = new Map<string, Change[]>();
  for (const line of changes) {
    const key = `${line.published} ${line.change}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  const table = stackedTable(
    "What changed, the newest first",
    ["Published", "Change", "Files"],
    [...groups.values()]
      .slice(0, newest)
      .map((group) => [
        formatDate(group[0]!.published),
        capital(group[0]!.change),
        namesOf(group.map(({ file }) => file)),
      ]),
  );
  table.classList.add("ey-changes");
  return table;
}

/** The change log at an address, or where it is found if it cannot be read from the page, as in a preview. */
export async function fetchedChangeLog(address: string): Promise<HTMLElement> {
  const text = await fetch(address).then(
    (response) => (response.ok ? response.text() : undefined),
    () => undefined,
  );
  return text?.startsWith("published,")
    ? changeLog(readChangeLog(text))
    : element("p", {}, "The change log comes with the published site.");
}

/** Names of files; that of a table stands for its metadata too. */
function namesOf(files: readonly string[]): string {
  return files.filter((file) => !files.some((other) => file === `${other}-metadata.json`)).join(", ");
}
