import { type AskedOf, type Candidate, candidates } from "../../../components/claims/candidates.js";
import type { ClaimTest, SqlClaimTest } from "../../../components/claims/claim-schema.js";
import { claimDataHere } from "./claim-data-here.js";
import { make } from "./elements.js";
import type { Change, Chosen } from "./marks.js";
import { labelled, select } from "./schema-form.js";
import { questionCells } from "./word-cell.js";

/** What is put in as a claim. */
export interface ChosenClaim {
  sentence: string;
  test: ClaimTest | SqlClaimTest;
}

const mostOffered = 12;

/**
 * Offers what is true now to be claimed: for the sentence that is chosen, or as a sentence of its own. `put` is called with
 * what is chosen; `query` where a query is to test it.
 */
export async function claimPanel(
  { address, text, sentence }: { address: string; text: string; sentence: string },
  { put, query, leave }: { put: (claim: ChosenClaim) => void; query?: () => void; leave: () => void },
): Promise<HTMLElement> {
  const data = claimDataHere(address);
  const [{ indicators }, figures] = await Promise.all([data.indicators(), data.figures()]);
  const asked: AskedOf = askedIn(text);
  const list = make("div", { class: "claims" });
  const offer = ({ sentence: said, test, figures }: Candidate) =>
    make(
      "li",
      {},
      make("button", { type: "button", onclick: () => put({ sentence: sentence || said, test }) }, said),
      make("span", { class: "figures" }, figures),
    );
  const show = async (): Promise<void> => {
    list.replaceChildren(make("p", { role: "status" }, "Looking at the figures …"));
    const found = await candidates(asked, sentence, data);
    list.replaceChildren(
      found.length === 0
        ? make(
            "p",
            { role: "status" },
            "The figures of this page's readers bear nothing out that can be offered here.",
          )
        : make("ul", {}, ...found.slice(0, mostOffered).map(offer)),
    );
  };
  await show();
  const shown = indicators
    .filter(({ id }) => figures.has(id))
    .map(({ id, shortName }) => ({ value: id, words: shortName }))
    .sort((a, b) => a.words.localeCompare(b.words));
  return make(
    "section",
    { class: "menu", ariaLabel: "A claim" },
    make("h2", {}, sentence ? "What makes it true?" : "What is true now"),
    sentence && make("blockquote", {}, sentence),
    labelled(
      "Of which indicator",
      select(
        shown,
        asked.indicator,
        (indicator) => {
          if (indicator === undefined) delete asked.indicator;
          else asked.indicator = indicator;
          void show();
        },
        "the first that has figures",
      ),
    ),
    make("p", {}, "Each of these is true of the newest figures, and is tested again at every refresh."),
    list,
    make(
      "p",
      { class: "ey-writing-actions" },
      query && make("button", { type: "button", onclick: query }, "Test it by a query (SQL)"),
      make("button", { type: "button", onclick: leave }, "Close"),
    ),
  );
}

/** A sentence as it is claimed: without marks of Markdown. Throws where it has live numbers, as it is fixed by its test. */
export function plainSentence(chosen: string): string {
  if (chosen.includes("${"))
    throw new Error(
      "A claim's sentence is plain text. Take the live number out of it: the claim shows the figures that it rests on.",
    );
  if (/```|~~~/.test(chosen)) throw new Error("Choose one sentence of text, and no cell.");
  return chosen
    .replace(/\*\*|__|`/g, "")
    .replace(/(^|\W)[*_](\S(?:.*?\S)?)[*_](?=\W|$)/g, "$1$2")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** The code of a claim, a line for each thing that it is told. */
export function claimCode({ sentence, test }: ChosenClaim): string {
  const lines = Object.entries(test).map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`);
  return `claim(${JSON.stringify(sentence)}, {\n${lines.join("\n")}\n})`;
}

/** Puts a claim's cell in place of the sentence that is chosen, between what stands before and behind it. */
export function claimInPlace(text: string, { from, to }: Chosen, code: string): Change {
  const before = text.slice(0, from).replace(/[^\S\n]+$/, "");
  const behind = text.slice(to).replace(/^[^\S\n]+/, "");
  const above = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = /^\n\n|^\n?$/.test(behind)
    ? behind === ""
      ? "\n"
      : ""
    : behind.startsWith("\n")
      ? "\n"
      : "\n\n";
  const insert = `${above}\`\`\`js\n${code}\n\`\`\`${below}`;
  const end = before.length + insert.length;
  return { from: before.length, to: text.length - behind.length, insert, chosen: { from: end, to: end } };
}

// What the page's first question asks at first.
function askedIn(text: string): AskedOf {
  const [first] = questionCells(text);
  const { indicator, level, areas } = (first?.options ?? {}) as AskedOf;
  return {
    ...(indicator !== undefined && { indicator }),
    ...(level !== undefined && { level }),
    ...(areas !== undefined && { areas }),
  };
}
