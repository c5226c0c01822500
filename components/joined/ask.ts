import { FileAttachment } from "observablehq:stdlib";
import type { Indicators } from "../../loaders/explore/indicators.json.js";
import { readJoined, readObservations } from "../figures/read-arrow.js";
import { type ViewElement, writeAddress } from "../inputs/url-state.js";
import { notFetched, notOffered, questionControl, questionPart } from "../notebook/question-control.js";
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
  const part = (before: string, name: Name) => questionPart(before, selects[name].element);
  const sentence = questionControl(
    part("Show", "outcome"),
    part("of children in", "area"),
    part("in", "period"),
    part("with links", "probability"),
  );
  sentence.busy(true);
  sentence.onMove(answerNow);
  void fetched().then(
    (given) => {
      data = given;
      answerNow();
    },
    (error: Error) => {
      sentence.busy(false);
      sentence.tell([notFetched(error)]);
    },
  );
  return sentence.with(() => asked);

  function choose(name: Name, value: string): void {
    history.pushState(history.state, "", address({ [name]: value }));
    answerNow();
  }

  function answerNow(): void {
    if (!data) return;
    const wanted = inAddress();
    asked = answerJoined(data, breakdown, wanted);
    const { choices, offers, isAsAsked } = asked;
    for (const name of names)
      selects[name].show(
        offers[name].map(([value, words]) => ({ value, words })),
        choices[name],
      );
    const refused = names.filter((name) => wanted[name] !== undefined && !isAsAsked(name, wanted[name]));
    sentence.tell(refused.map((name) => notOffered(wanted[name]!)));
    if (refused.length > 0)
      history.replaceState(history.state, "", address(Object.fromEntries(refused.map((name) => [name, ""]))));
    sentence.busy(false);
    sentence.answered();
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
