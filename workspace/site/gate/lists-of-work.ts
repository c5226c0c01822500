import { basename } from "node:path";

/**
 * Lists of what people write, deliver and publish, by data set and by what their place in it begins with. They grow for as long
 * as the workspace is used, each row is another, and none is of a child. Whoever adds such a list names it here.
 */
const listsOfWork: Readonly<Record<string, readonly string[]>> = {
  // Files in the inbox that are not in use.
  catalogue: ["files[]"],
  claims: ["claims[]"],
  // Dated notes on series.
  briefing: ["notes[]"],
  indicators: ["notes[]"],
  // What each publication did to each file of open data.
  changes: [""],
};

/** Whether a table of a built file is a list of what people do, rather than of what is known of children. */
export function isListOfWork(file: string, place: string): boolean {
  const dataset = basename(file).split(".")[0]!;
  const begins = listsOfWork[dataset] ?? [];
  return begins.some((beginning) =>
    beginning === "" ? file === `open-data/${dataset}.csv` : place.startsWith(beginning),
  );
}
