import { describe, expect, test } from "vitest";
import { speaker } from "../../components/messages/speaker.js";
import { checker } from "../../components/public/help/checker.js";
import { helpPage } from "../../components/public/help/help.js";
import { catalogueOf } from "../../loaders/public/messages-[part].json.js";
import rulesDataset, { type PublicRules } from "../../loaders/public/rules.json.js";
import { readTranslations } from "../../loaders/registry/translations.js";
import { knownFigures } from "../entitlements/scenario.js";
import { firstOf, oneIn, soak } from "../soak.js";
import { standInBrowser } from "./browser-globals.js";
import { faultsOfText } from "./reader.js";

standInBrowser();

const on = "2026-11-29";
const { rules } = rulesDataset.make({} as never) as PublicRules;
const speakers = readTranslations()
  .filter(({ messages }) => messages.help)
  .map((translation) => speaker(catalogueOf(translation, "help")));
const english = speakers.find(({ code }) => code === "en")!;
const days = [
  "2009-01-05",
  "2014-03-01",
  "2020-02-01",
  "2022-02-01",
  "2024-03-27",
  "2025-06-15",
  "2026-10-01",
  "2027-03-01",
];

/** Answers whatever is asked, the option that is picked by turns, and gives every text on the way. */
function walk(speaking: typeof english, day: string, turn: number): string[] {
  const box = checker({ speaker: speaking, figures: knownFigures(), applyOf: () => undefined, on });
  const texts: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    const form = box.querySelector("form");
    texts.push(
      ...[...box.querySelectorAll("legend, p, label, dd, li, h2, summary")].map(({ textContent }) =>
        textContent!.trim(),
      ),
    );
    if (!form) return texts.filter(Boolean);
    const inputs = [...form.querySelectorAll("input")];
    if (inputs[0]!.type === "text") {
      const parts = day.split("-").map(Number).reverse();
      for (const [i, input] of inputs.entries()) input.value = String(parts[i]);
    } else if (step === 0) inputs[day > on ? 1 : 0]!.checked = true;
    else inputs[(turn + step * (turn + 1)) % inputs.length]!.checked = true;
    form.dispatchEvent(new Event("submit", { cancelable: true }));
  }
  throw new Error("The questions do not come to an end.");
}

describe("what the page about help says", () => {
  soak("reads well in English, whoever asks", () => {
    const turns = firstOf(2, [0, 1, 2, 3, 4, 5, 6]);
    const texts = new Set(days.flatMap((day) => turns.flatMap((turn) => walk(english, day, turn))));
    const faults = [...texts].flatMap((text) => faultsOfText(text).map((fault) => `${text}: ${fault.rule}`));
    expect(faults).toEqual([]);
  });

  test.each(oneIn(4, speakers).map((one) => [one.code, one] as const))("is whole in %s", (_, speaking) => {
    for (const [i, day] of firstOf(3, [...days.entries()]))
      for (const turn of firstOf(1, [i, i + 1, i + 2])) {
        const texts = walk(speaking, day, turn);
        expect(texts.length).toBeGreaterThan(5);
        expect(texts.join(" ")).not.toMatch(/[{}]|undefined|NaN/);
      }
    const page = helpPage(rules, speaking, on);
    expect(page.schemesTable().querySelectorAll("tbody tr")).toHaveLength(8);
    expect(page.lookedUp().querySelector("a")!.textContent).toContain("Childcare Choices");
  });

  test("is nothing but a word and a link on a day for which a rule is not known", () => {
    const page = helpPage(rules, english, "2027-04-02");
    expect(page.checker().querySelector("form")).toBeNull();
    expect(page.checker().textContent).toMatch(/^We do not have all of today’s rules/);
    expect(page.checker().querySelector("a")!.href).toBe("https://www.childcarechoices.gov.uk/");
    expect(page.schemesTable().querySelector("table")).toBeNull();
  });

  test("shows every choice between the government’s programs, and where each rule is from", () => {
    const page = helpPage(rules, english, on);
    expect(page.decisions().querySelectorAll("dt").length).toBeGreaterThanOrEqual(21);
    expect(page.sources().querySelectorAll("tbody tr")).toHaveLength(13);
  });
});

test("every language but English says that it awaits review, until a speaker has looked at it", () => {
  for (const speaking of speakers) {
    const note = helpPage(rules, speaking, on).languages().querySelector("p");
    expect(note?.textContent ?? "").toBe(speaking.code === "en" ? "" : speaking.say("site.awaitingReview"));
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual([
      speaking.code,
      speaking.direction,
    ]);
  }
});
