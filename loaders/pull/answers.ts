import { answerSchema } from "../registry/dates.js";
import { RegistryError, readYaml } from "../registry/read-yaml.js";
import { shapeOf } from "../registry/shape.js";
import type { Source } from "../registry/source.js";
import { TellableError } from "../store/safe-message.js";
import type { InboxFile } from "./inbox.js";
import type { Delivery } from "./index-file.js";
import { knownName } from "./known-name.js";

/** What follows an extract's file name in that of the steward's answer about its dates. */
export const answerSuffix = ".dates.yaml";

/** The answers in an inbox that lie beside an extract, by the extract's path; the other files, in order. */
export function sortAnswers(files: InboxFile[]): { extracts: InboxFile[]; answers: Map<string, InboxFile> } {
  const paths = new Set(files.map(({ path }) => path));
  const extractOf = ({ path }: InboxFile): string | undefined => {
    const extract = path.slice(0, -answerSuffix.length);
    return path.endsWith(answerSuffix) && paths.has(extract) ? extract : undefined;
  };
  return {
    extracts: files.filter((file) => extractOf(file) === undefined),
    answers: new Map(files.flatMap((file) => (extractOf(file) ? [[extractOf(file)!, file]] : []))),
  };
}

/**
 * Keeps the steward's answer with the delivery of an extract that lies in the inbox, and forgets it if it was taken back.
 * True if that changed anything. Throws a TellableError if the answer's file cannot be used.
 */
export function keepAnswer(delivery: Delivery, answer: InboxFile | undefined, source: Source): boolean {
  const before = JSON.stringify(delivery.said);
  if (answer)
    try {
      delivery.said = readYaml(answer.file, answerSchema);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      throw new TellableError(
        withoutTexts(error.message).replaceAll(answer.file, knownName(answer, [source])),
      );
    }
  else delete delivery.said;
  return JSON.stringify(delivery.said) !== before;
}

// An answer lies among extracts and may be one by mistake: of what it says only shapes are told.
function withoutTexts(message: string): string {
  return message
    .replace(/(not valid YAML: ).*$/gm, "$1it is no list of keys and values. Correct the line.")
    .replace(/[“"]([^”"]*)[”"]/g, (_, text: string) => `“${shapeOf(text)}”`);
}
