/** One line of the change log: what a publication did to one file of open data. */
export interface Change {
  /** The day, as year-month-day. */
  published: string;
  file: string;
  change: "added" | "changed" | "withdrawn";
}

/** The name of the change log among the open data. */
export const changeLog = "changes.csv";

/**
 * The change log with what is new today in front: files (by name, with their content or a hash of it) compared with
 * those of the publication before. Nothing is added where nothing changed.
 */
export function changesSince(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  log: readonly Change[],
  published: string,
): Change[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  const changes = names.flatMap((file): Change[] => {
    if (before.get(file) === now.get(file)) return [];
    const change = !before.has(file) ? "added" : now.has(file) ? "changed" : "withdrawn";
    return [{ published, file, change }];
  });
  return [...changes, ...log];
}

/** The change log as CSV. */
export function changeLogOf(log: readonly Change[]): string {
  const lines = log.map(({ published, file, change }) => `${published},${file},${change}`);
  return `${["published,file,change", ...lines].join("\r\n")}\r\n`;
}

/** Reads a change log that changeLogOf wrote. */
export function readChangeLog(text: string): Change[] {
  return text
    .split("\r\n")
    .slice(1)
    .filter(Boolean)
    .map((line) => {
      const [published, file, change] = line.split(",");
      return { published: published!, file: file!, change: change as Change["change"] };
    });
}
