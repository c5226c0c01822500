import { expect, test } from "vitest";
import { messagesOf, readTranslations } from "../../loaders/registry/translations.js";

/**
 * The school grade of a text by Flesch and Kincaid (1975): 0.39 words a sentence + 11.8 syllables a word − 15.59. Five years
 * more is the age: grade 6 is read at 11.
 */
function gradeOf(text: string): number {
  const sentences = text.split(/[.?!:;]+\s|\n/).filter((one) => /\w/.test(one));
  const words = text.match(/[A-Za-z’]+/g) ?? [];
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return (0.39 * words.length) / sentences.length + (11.8 * syllables) / words.length - 15.59;
}

function syllablesOf(word: string): number {
  const plain = word.toLowerCase().replace(/’s?/g, "");
  const groups = plain.replace(/(?:[^l]e|ed|es)$/, "").match(/[aeiouy]+/g) ?? [];
  return Math.max(1, groups.length);
}

test("the measure tells a plain text from a heavy one", () => {
  expect(gradeOf("The cat sat on the mat. It was a big cat. We like it.")).toBeLessThan(3);
  expect(
    gradeOf(
      "Eligibility is conditional upon satisfactory verification of qualifying employment, residence and remuneration.",
    ),
  ).toBeGreaterThan(15);
});

test("English messages are read at about 11 years of age", () => {
  const english = readTranslations().find(({ language }) => language === "en")!;
  // Names of benefits are what they are, and are met in every text on them.
  const names =
    /Universal Credit|Pension Credit|(Income-related |New-style or contribution-based )?Employment and Support Allowance|Disability Living Allowance|Tax-Free Childcare|education, health and care plan|National Insurance|Severe Disablement Allowance|Incapacity Benefit|childminders?|childcare/gi;
  const pages = Object.keys(english.messages).filter((page) => page !== "site");
  for (const page of pages) {
    const text = [...messagesOf(english)]
      .filter(([key, message]) => key.startsWith(`${page}.`) && /[.?!]/.test(message))
      .map(([, message]) =>
        message
          .replace(/\{[#/]\w+\}/g, "")
          .replace(/\{[^}]*\}/g, "ten")
          .replace(names, "help"),
      )
      .join("\n");
    // What several pages say are labels, not sentences.
    if (text) expect(gradeOf(text), page).toBeLessThan(6.5);
  }
});
