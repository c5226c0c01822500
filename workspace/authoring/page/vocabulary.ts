import { schemas } from "../../../components/notebook/options.js";
import type { Importable } from "../../../components/site/unknown-name.js";
import { wordsForManagers, wordsOfSentences } from "../languages.js";
import { plainWords } from "./describe-word.js";

/** The language of the pages of an audience: where its words come from, and which of them forms can put in. */
export interface Vocabulary {
  /** As a page imports it. */
  module: string;
  words: readonly string[];
}

/** The language that a page at an address is written in. Pages for families have words of their own, which ask nothing. */
export function vocabularyOf(address: string): Vocabulary {
  const parts = address.split("/");
  const up = parts.length > 2 ? "../".repeat(parts.length - 2) : "./";
  switch (parts.length > 1 ? parts[0] : "") {
    case "briefings":
      return { module: `${up}components/questions.js`, words: wordsForManagers };
    case "public":
      return { module: `${up}components/public.js`, words: [] };
    case "":
      return { module: "./explore/components/notebook.js", words: everyWord };
    default:
      return { module: `${up}components/notebook.js`, words: everyWord };
  }
}

/** What a page at an address can import of its language. */
export function importableBy(address: string): Importable {
  const { module, words } = vocabularyOf(address);
  return { module, names: words.length > 0 ? [...words, ...wordsOfSentences] : [] };
}

// A claim is put in with its sentence: see claim-panel.ts.
const everyWord: readonly string[] = [...Object.keys(schemas), ...Object.keys(plainWords)].filter(
  (word) => word !== "claim",
);
