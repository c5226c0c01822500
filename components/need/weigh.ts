import { element, uniqueId } from "../element.js";
import type { ViewElement } from "../inputs/url-state.js";
import type { DataSets } from "../notebook/data-sets.js";
import { Kept } from "../notebook/kept.js";
import { checkedBy } from "../notebook/options.js";
import { sentenceSelect } from "../notebook/select.js";
import { capital, levelName } from "../words/format.js";
import {
  type Chosen,
  type NeedChoices,
  readNeedChoices,
  weightMost,
  weightUsual,
  writeNeedChoices,
} from "./choices.js";
import { type NeedOptions, needSchemas } from "./options.js";
import { type Way, ways } from "./standardise.js";
import { needLevels, type Weighed, type WeighedIndicator, weighed } from "./weighed.js";

const wayWords: Record<Way, string> = {
  deviations: "distance from the mean (z-score)",
  range: "place between least and greatest (min–max)",
  rank: "rank among all",
};

/** The control of an index over the data sets of its audience: see `weigh` of each audience. */
export function weighing(options: NeedOptions<"weigh">, data: DataSets): ViewElement<Weighed | undefined> {
  checkedBy(needSchemas.weigh, "weigh", options);
  const kept = new Kept();
  let choices: NeedChoices = readNeedChoices(location.search);
  let now: Weighed | undefined;
  let turn = 0;

  const level = sentenceSelect("Areas", (value) => choose({ level: value, weights: undefined }));
  const way = sentenceSelect("How indicators are made comparable", (value) => choose({ way: value as Way }));
  const rows = sliders((weights) => choose({ weights }));
  const notes = element("div", { role: "status" });
  const control = element(
    "div",
    { class: "ey-weigh ey-control", role: "group", "aria-label": "What need is made of" },
    element(
      "p",
      { class: "ey-question" },
      element("span", {}, "Need of ", level.element),
      element("span", {}, "each indicator by its ", way.element),
    ),
    rows.element,
    notes,
  );
  addEventListener("popstate", function moved() {
    if (!control.isConnected) return removeEventListener("popstate", moved);
    choices = readNeedChoices(location.search);
    void answerNow();
  });
  void answerNow();
  return Object.defineProperty(control, "value", { get: () => now }) as unknown as ViewElement<
    Weighed | undefined
  >;

  function choose(changes: NeedChoices): void {
    choices = { ...choices, ...changes };
    const search = writeNeedChoices(location.search, choices);
    // A slider passes through many weights: each is no step back.
    if (search !== location.search)
      history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
    void answerNow();
  }

  async function answerNow(): Promise<void> {
    turn += 1;
    const mine = turn;
    control.setAttribute("aria-busy", "true");
    try {
      const answered = await weighed(choices, data, options.indicators);
      if (mine !== turn) return;
      kept.turn();
      now = { ...answered, kept, weigh: choose };
      level.show(
        needLevels.map((value) => ({ value, words: capital(levelName(value, true)) })),
        now.level,
      );
      way.show(
        ways.map((value) => ({ value, words: wayWords[value] })),
        now.way,
      );
      rows.show(now);
      notes.replaceChildren();
      control.dispatchEvent(new Event("input", { bubbles: true }));
    } catch (error) {
      if (mine !== turn) return;
      notes.replaceChildren(
        element(
          "p",
          { class: "ey-note" },
          `The figures could not be fetched: ${(error as Error).message} Load the page again.`,
        ),
      );
    } finally {
      if (mine === turn) control.removeAttribute("aria-busy");
    }
  }
}

interface Sliders {
  element: HTMLElement;
  show(now: Weighed): void;
}

interface Row {
  element: HTMLElement;
  show(one: WeighedIndicator): void;
}

/** A slider for each indicator, with what is need and a way to leave it out, and a list of those that can be added. */
function sliders(change: (weights: Chosen[]) => void): Sliders {
  let weights: Chosen[] = [];
  let rowsById = new Map<string, Row>();
  const list = element("ul", { class: "ey-weights", "aria-label": "Indicators and their weights" });
  const add = sentenceSelect("Add an indicator", (id) => {
    if (id) change([...weights, { id, weight: weightUsual }]);
  });
  const equal = element(
    "button",
    { type: "button", onclick: () => change(weights.map((one) => ({ ...one, weight: weightUsual }))) },
    "Equal weights",
  );
  const set = (id: string, changes: Partial<Chosen>) =>
    change(weights.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  return {
    element: element("div", {}, list, element("div", { class: "ey-buttons" }, add.element, equal)),
    show({ used, offered, chosenWeights, about }) {
      weights = [...chosenWeights];
      rowsById = new Map(
        used.map((one) => {
          const { id, shortName } = one.indicator;
          const row =
            rowsById.get(id) ??
            rowOf(
              shortName,
              (changes) => set(id, changes),
              () => change(weights.filter((other) => other.id !== id)),
            );
          row.show(one);
          return [id, row];
        }),
      );
      // What is dragged must stay where it is.
      const elements = [...rowsById.values()].map((row) => row.element);
      if (elements.some((node, i) => list.children[i] !== node) || list.children.length !== elements.length)
        list.replaceChildren(...elements);
      for (const button of list.querySelectorAll<HTMLButtonElement>("button"))
        button.disabled = used.length < 2;
      add.show(
        [
          { value: "", words: "Add an indicator" },
          ...offered
            .filter(({ id }) => !rowsById.has(id))
            .map(({ id, shortName, theme }) => ({
              value: id,
              words: shortName,
              heading: about.themes[theme]!,
            })),
        ],
        "",
      );
    },
  };
}

function rowOf(name: string, set: (changes: Partial<Chosen>) => void, remove: () => void): Row {
  const id = uniqueId("weight");
  const slider = element("input", { id, type: "range", min: 0, max: weightMost, step: 1 });
  slider.addEventListener("input", (event) => {
    event.stopPropagation();
    set({ weight: slider.valueAsNumber });
  });
  const share = element("output", { for: id });
  const period = element("small", {});
  const direction = sentenceSelect(`What is need in ${name}`, (value) => set({ isLowNeed: value === "low" }));
  const button = element(
    "button",
    { type: "button", class: "ey-remove", "aria-label": `Leave out ${name}`, onclick: remove },
    "×",
  );
  return {
    element: element(
      "li",
      {},
      element("label", { for: id }, name, " ", period),
      slider,
      " ",
      share,
      direction.element,
      " ",
      button,
    ),
    show({ weight, share: part, isLowNeed, column }) {
      if (slider.valueAsNumber !== weight) slider.value = String(weight);
      share.textContent = `${Math.round(100 * part)} in 100`;
      period.textContent = `(${column.period})`;
      direction.show(
        [
          { value: "low", words: "low is need" },
          { value: "high", words: "high is need" },
        ],
        isLowNeed ? "low" : "high",
      );
    },
  };
}
