/** How easily a text is read. */
export interface ReadingAge {
  /** The age at which a child at school reads such a text, in years, to a half. */
  age: number;
  sentences: number;
  words: number;
  /** The longest sentences, in words, the longest first. */
  longest: { words: number; text: string }[];
}

const fewest = 20;
const longSentence = 25;

/**
 * The reading age of a text in English, by the Flesch-Kincaid grade (Kincaid and others 1975) and five years, as British
 * children begin school a grade earlier. A rough measure: it knows sentences and syllables, not sense. Undefined where
 * there are too few words to tell.
 */
export function readingAge(paragraphs: readonly string[]): ReadingAge | undefined {
  const sentences = paragraphs.flatMap(sentencesOf);
  const words = sentences.flatMap(({ words }) => words);
  if (words.length < fewest) return undefined;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const grade = 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
  const longest = sentences
    .filter(({ words }) => words.length > longSentence)
    .sort((a, b) => b.words.length - a.words.length)
    .slice(0, 3)
    .map(({ words, text }) => ({ words: words.length, text }));
  return {
    age: Math.max(5, Math.round((grade + 5) * 2) / 2),
    sentences: sentences.length,
    words: words.length,
    longest,
  };
}

function sentencesOf(paragraph: string): { text: string; words: string[] }[] {
  return paragraph
    .split(/(?<=[.!?:])\s+(?=[\p{Lu}\d“"'‘])/u)
    .map((text) => ({ text: text.trim(), words: text.match(/[\p{L}][\p{L}’'-]*/gu) ?? [] }))
    .filter(({ words }) => words.length > 0);
}

// Vowels that stand together sound as one; a last e is silent.
function syllablesOf(word: string): number {
  const plain = word.toLowerCase().replace(/(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$/, "");
  return Math.max(1, plain.match(/[aeiouy]+/g)?.length ?? 1);
}
