import { FileAttachment } from "observablehq:stdlib";
import type { DataDictionary } from "../../loaders/explore/data-dictionary.json.js";

let fetched: Promise<DataDictionary> | undefined;

/** What is in each table; fetched once. */
export function dictionaryData(): Promise<DataDictionary> {
  fetched ??= FileAttachment("../../data/data-dictionary.json").json<DataDictionary>();
  return fetched;
}
