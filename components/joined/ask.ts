import { FileAttachment } from "observablehq:stdlib";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import { element } from "../element.js";
import { readJoined, readObservations } from "../figures/read-arrow.js";
import { type ViewElement, writeAddress } from "../inputs/url-state.js";
import { sentenceSelect } from "../notebook/select.js";
import { type AskedJoined, answerJoined, type JoinedChoices, type JoinedData } from "./asked.js";

type Name = keyof JoinedChoices;

const labels: Record<Name, string> = {
  outcome: "Outcome",
  period: "Period",
  area: "Where",
  probability: "Links that count",
};
const names = Object.keys(labels) as Name[];

/**
 * A question about children who are followed from one source to another, as a sentence whose underlined words can be
 * changed: which outcome, of which children, and how sure links must be. Its value, once the data sets have come, is the
 * answer, which every other word takes whole. `breakdown` is what the other source tells: "funded_childcare". What a reader
 * chooses stands in the address, one history entry a choice.
 */
export function ask(breakdown: string): ViewElement<AskedJoined | undefined> {
  let data: JoinedData | undefined;
  let asked: AskedJoined | undefined;
  const selects = Object.fromEntries(
    names.map((name) => [name, sentenceSelect(labels[name], (value) => choose(name, value))]),
  ) as Record<Name, ReturnType<typeof sentenceSelect>>;
  const notes = element("div", { role: "status" });
  const part = (before: string, name: Name) => element("span", {}, before, " ", selects[name].element);
  const control = element(
    "div",
    { class: "ey-ask ey-control", role: "group", "aria-label": "What this page shows" },
    element(
      "div",
      { class: "ey-question" },
      part("Show", "outcome"),
      part("of children in", "area"),
      part("in", "period"),
      part("with links", "probability"),
    ),
    notes,
  );
  // What was drawn at the build stands until the data sets have come.
  control.setAttribute("aria-busy", "true");
  addEventListener("popstate", function moved() {
    if (!control.isConnected) return removeEventListener("popstate", moved);
    answerNow();
  });
  void fetched().then(
    (given) => {
      data = given;
      answerNow();
    },
    (error: Error) => {
      control.removeAttribute("aria-busy");
      tell(`The figures could not be fetched: ${error.message} Load the page again.`);
    },
  );
  return Object.defineProperty(control, "value", { get: () => asked }) as unknown as ViewElement<
    AskedJoined | undefined
  >;

  function choose(name: Name, value: string): void {
    history.pushState(history.state, "", address({ [name]: value }));
    answerNow();
  }

  function answerNow(): void {
    if (!data) return;
    const wanted = inAddress();
    asked = answerJoined(data, breakdown, wanted);
    const { choices, offers } = asked;
    notes.replaceChildren();
    for (const name of names) {
      selects[name].show(
        offers[name].map(([value, words]) => ({ value, words })),
        choices[name],
      );
      const text = wanted[name];
      if (text === undefined || asked.isAsAsked(name, text)) continue;
      tell(
        `The address asked for “${short(text)}”, which is not among the choices. The usual choice is shown.`,
      );
      history.replaceState(history.state, "", address({ [name]: "" }));
    }
    control.removeAttribute("aria-busy");
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tell(text: string): void {
    notes.append(element("p", { class: "ey-note" }, text));
  }
}

async function fetched(): Promise<JoinedData> {
  const [about, divided, rows] = await Promise.all([
    FileAttachment("../../data/indicators.json").json<Indicators>(),
    FileAttachment("../../data/breakdowns.arrow").arrayBuffer(),
    FileAttachment("../../data/joined.arrow").arrayBuffer(),
  ]);
  return { about, divided: readObservations(divided), rows: readJoined(rows) };
}

function inAddress(): JoinedChoices {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(names.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : [])));
}

function address(changes: JoinedChoices): string {
  const search = Object.entries(changes).reduce(
    (written, [name, value]) => writeAddress(written, name, value),
    location.search,
  );
  return `${location.pathname}${search}${location.hash}`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
