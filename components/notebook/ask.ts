import { element } from "../element.js";
import type { ViewElement } from "../inputs/url-state.js";
import { readChoices, writeChoices } from "./address.js";
import { answer } from "./answer.js";
import type { Asked, ChoiceName, Choices, Offers, Refusal } from "./asked.js";
import type { DataSets } from "./data-sets.js";
import { Kept } from "./kept.js";
import { checked, type OptionsOf } from "./options.js";
import { areaPicker } from "./picker.js";
import { note, notFetched, notOffered, questionControl, questionPart, short } from "./question-control.js";
import { type SentenceSelect, sentenceSelect } from "./select.js";
import { suggestedOf } from "./suggested.js";

export type AskOptions = OptionsOf<"ask">;

const labels: Record<keyof Offers, string> = {
  indicator: "Indicator",
  level: "Level",
  period: "Period",
  breakdown: "Breakdown",
  group: "Group",
};

/** The question of a page over the data sets of its audience: see `ask` of each audience. */
export function question(options: AskOptions, data: DataSets): ViewElement<Asked | undefined> {
  checked("ask", options);
  const prefix = options.name ? `${options.name}-` : "";
  const usual = usualOf(options);
  const may = new Set<string>(options.controls ?? [...Object.keys(labels), "areas"]);
  const kept = new Kept();
  let choices: Choices = {};
  let asked: Asked | undefined;
  let turn = 0;

  const selects = Object.fromEntries(
    Object.entries(labels).map(([name, label]) => [
      name,
      sentenceSelect(label, (value) => choose({ [name]: value })),
    ]),
  ) as Record<keyof Offers, SentenceSelect>;
  const picker = areaPicker();
  const among = element("span", {}, "among");
  const word = (name: keyof Offers) => (may.has(name) ? selects[name].element : null);
  const part = (before: string | Node, ...names: (keyof Offers)[]) =>
    names.some((name) => may.has(name)) && questionPart(before, ...names.map(word));
  const sentence = questionControl(
    part("Show", "indicator"),
    part("for", "level"),
    part("in", "period"),
    part(among, "breakdown", "group"),
    may.has("areas") && picker.element,
  );
  const control = sentence.element;
  // A question that nobody can change is not shown, but answered.
  if (may.size === 0) control.hidden = true;
  else shrinkWhenStuck(control);

  sentence.onMove(answerAddress);
  answerAddress();
  return sentence.with(() => asked);

  function answerAddress(): void {
    choices = readable(readChoices(location.search, prefix));
    void answerNow({ byReader: false });
  }

  // What a reader may not change is not read from the address either.
  function readable(given: Choices): Choices {
    return Object.fromEntries(Object.entries(given).filter(([name]) => !(name in labels) || may.has(name)));
  }

  function choose(changes: Choices): void {
    choices = { ...choices, ...changes };
    for (const name of Object.keys(changes) as ChoiceName[]) if (!choices[name]) delete choices[name];
    write(choices, "pushState");
    void answerNow({ byReader: true });
  }

  async function answerNow({ byReader }: { byReader: boolean }): Promise<void> {
    turn += 1;
    const mine = turn;
    sentence.busy(true);
    try {
      const answered = await answer(choices, data, usual);
      // Another choice may have been made meanwhile.
      if (mine !== turn) return;
      choices = answered.choices;
      kept.turn();
      asked = {
        ...answered,
        kept,
        choose,
        chooseAreas: (codes) => choose({ [answered.level]: codes.join(".") }),
      };
      write(choices, "replaceState");
      showControls(asked);
      // What a reader's choice leaves no room for goes without a word; what an address asked for is told.
      sentence.tell(
        asked.refused.filter(({ byPage }) => byPage || !byReader).map((refusal) => noteOf(refusal, asked!)),
      );
      sentence.answered();
    } catch (error) {
      if (mine !== turn) return;
      sentence.tell([notFetched(error as Error)]);
    } finally {
      if (mine === turn) sentence.busy(false);
    }
  }

  function showControls(now: Asked): void {
    const values = { ...now, indicator: now.indicator.id };
    for (const name of Object.keys(labels) as (keyof Offers)[])
      selects[name].show(now.offers[name], values[name]);
    among.textContent = now.breakdown === "all" ? "among" : "by";
    selects.group.element.hidden = now.breakdown === "all";
    picker.show(now);
    keepBelowHeader(control);
  }

  function write(now: Choices, how: "pushState" | "replaceState"): void {
    const search = writeChoices(location.search, now, prefix);
    if (search !== location.search)
      history[how](history.state, "", `${location.pathname}${search}${location.hash}`);
  }
}

function usualOf({ indicator, level, period, breakdown, group, areas }: AskOptions): Choices {
  const usual: Choices = {};
  for (const [name, value] of Object.entries({ indicator, level, period, breakdown, group }))
    if (value !== undefined) usual[name as ChoiceName] = value;
  if (areas) for (const name of ["ward", "locality", "lsoa", "msoa"] as const) usual[name] = areas.join(".");
  return usual;
}

function noteOf({ name, text, byPage }: Refusal, { offers }: Asked): HTMLElement {
  if (!byPage) return notOffered(text);
  const known = name === "indicator" || name === "level" ? offers[name] : [];
  const line = note(
    `This page asks for the ${name} “${short(text)}”, which there is none of.${suggestedOf(text, known)}`,
  );
  // It is counted among the mistakes at the top of the page.
  line.dataset.mistakeIn = text;
  return line;
}

// The notice about sample data stays in sight too.
function keepBelowHeader(control: HTMLElement): void {
  control.style.setProperty("--ey-header", `${headerHeight()}px`);
}

function headerHeight(): number {
  return document.querySelector<HTMLElement>("#observablehq-header")?.offsetHeight ?? 0;
}

// What has come to the top of the window is told by a class, and keeps its room in the page.
function shrinkWhenStuck(control: HTMLElement): void {
  if (typeof IntersectionObserver === "undefined") return;
  const top = headerHeight() + 1;
  new IntersectionObserver(
    ([entry]) => {
      // Until it has its answer it may not be shown at all, which is not at the top.
      const { top: at, height } = entry!.boundingClientRect;
      const isStuck = height > 0 && entry!.intersectionRatio < 1 && at <= top;
      if (isStuck && !control.classList.contains("ey-stuck"))
        control.style.minHeight = `${control.offsetHeight}px`;
      control.classList.toggle("ey-stuck", isStuck);
      if (!isStuck) control.style.minHeight = "";
    },
    { threshold: 1, rootMargin: `-${top}px 0px 0px 0px` },
  ).observe(control);
}
