/** The words of components/questions.ts that draw or tell something of a question. */
export const wordsForManagers: readonly string[] = [
  "ask",
  "areaMap",
  "breakdown",
  "compare",
  "definition",
  "lead",
  "notes",
  "ranking",
  "table",
  "trend",
];

/** The others that it hands on: they are for sentences. */
export const wordsOfSentences: readonly string[] = ["claim", "number", "only", "sentence", "unless"];
