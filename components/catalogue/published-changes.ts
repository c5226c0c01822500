/** One line of the change log: what a publication did to one file of open data. Imports nothing: loaders use it too. */
export interface Change {
  /** The day, as year-month-day. */
  published: string;
  file: string;
  change: "added" | "changed" | "withdrawn";
}

/** Reads a change log as publishing writes it. */
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
