import type { Change } from "../../components/catalogue/published-changes.js";
import { csvText } from "../store/csv.js";

export { type Change, readChangeLog } from "../../components/catalogue/published-changes.js";

/** The name of the change log among the open data. */
export const changeLog = "changes.csv";

/**
 * The change log with what is new today in front: files (by name, with their content or a hash of it) compared with
 * those of the publication before. Nothing is added where nothing changed, nor for what lies in a folder: pages and parts of
 * the directory, which changes as its table does; what the log says of today already is not said again.
 */
export function changesSince(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  log: readonly Change[],
  published: string,
): Change[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].filter((name) => !name.includes("/")).sort();
  const changes = names.flatMap((file): Change[] => {
    if (before.get(file) === now.get(file)) return [];
    const change = !before.has(file) ? "added" : now.has(file) ? "changed" : "withdrawn";
    const isSaid = log.some(
      (said) => said.published === published && said.file === file && said.change === change,
    );
    return isSaid ? [] : [{ published, file, change }];
  });
  return [...changes, ...log];
}

/** The change log as CSV. */
export function changeLogOf(log: readonly Change[]): string {
  return csvText([
    ["published", "file", "change"],
    ...log.map(({ published, file, change }) => [published, file, change]),
  ]);
}
