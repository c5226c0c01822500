import { element, uniqueId } from "../../element.js";
import { faultOfDay, type Question, type QuestionId, type Replies } from "../../entitlements/questions.js";
import type { Speaker, Values } from "../../messages/speaker.js";

interface FormOptions {
  question: Question;
  replies: Replies;
  speaker: Speaker;
  /** What the words of questions are told with. */
  values: Values;
  /** The day by the reader's clock, year-month-day. */
  on: string;
  /** Which question it is, from 1. */
  number: number;
  answer: (answer: string | string[]) => void;
  /** Left out at the first question. */
  back?: () => void;
}

/** The words of a question: of some for a couple, or for a child that is not born. */
export function questionText(
  { id }: Pick<Question, "id">,
  replies: Replies,
  { say }: Speaker,
  values: Values,
): string {
  if (id === "day") return say(replies.arrived === "born" ? "q.day.born" : "q.day.due");
  const forCouple = ["benefits", "tooMuch", "otherHelp"].includes(id) && replies.couple === "together";
  return say(forCouple ? `q.${id}.couple` : `q.${id}`, values);
}

/** The words of an option of a question. */
export function optionText(id: QuestionId, option: string, replies: Replies, { say }: Speaker): string {
  if (option === "none") return say("none");
  if (id === "funds" && option === "all")
    return say(replies.couple === "together" ? "q.funds.both" : "q.funds.all");
  // What is asked of both parents is answered alike.
  const own = { partnerWork: "work", partnerLeave: "leave", partnerEarns: "earns" }[id as string] ?? id;
  const plain = (option === "yes" || option === "no") && !["work", "earns"].includes(own) && id !== "funds";
  return say(plain ? option : `q.${own}.${option}`);
}

/** One question as a form. It hands on an answer only where there is a good one, and says what is wrong otherwise. */
export function questionForm(options: FormOptions): HTMLFormElement {
  const { question, replies, speaker, values, number, back } = options;
  const { say } = speaker;
  const hint = hintKey(question.id);
  const error = element("p", { class: "ey-help-error", role: "alert", id: uniqueId("error") });
  const hintId = uniqueId("hint");
  const inputs = question.kind === "day" ? dayInputs(options) : optionInputs(options);
  const fieldset = element(
    "fieldset",
    { "aria-describedby": `${hint ? `${hintId} ` : ""}${error.id}` },
    element(
      "legend",
      { tabindex: -1 },
      element("span", { class: "ey-help-step" }, say("step", { number })),
      element("strong", {}, questionText(question, replies, speaker, values)),
    ),
    hint && element("p", { id: hintId, class: "ey-help-hint" }, say(hint, values)),
    error,
    inputs.element,
  );
  const form = element(
    "form",
    {
      class: "ey-help-question",
      novalidate: true,
      onsubmit: (event: Event) => {
        event.preventDefault();
        const answer = inputs.read();
        if ("fault" in answer) error.textContent = answer.fault;
        else options.answer(answer.answer);
      },
    },
    fieldset,
    element(
      "p",
      { class: "ey-help-buttons" },
      element("button", { type: "submit", class: "ey-help-next" }, say("next")),
      back && element("button", { type: "button", onclick: back }, say("back")),
    ),
  );
  return form;
}

interface Inputs {
  element: HTMLElement;
  read(): { answer: string | string[] } | { fault: string };
}

function optionInputs({ question, replies, speaker }: FormOptions): Inputs {
  const { id, kind, options } = question;
  const name = uniqueId(id);
  const before = [replies[id] ?? []].flat();
  const boxes = options.map((option) =>
    element("input", {
      type: kind === "one" ? "radio" : "checkbox",
      name,
      value: option,
      checked: before.includes(option),
    }),
  );
  // “None of these” and another answer leave each other out.
  const keepApart = (changed: HTMLInputElement) => {
    if (kind === "one" || !changed.checked) return;
    for (const box of boxes)
      if (box !== changed && (box.value === "none" || changed.value === "none")) box.checked = false;
  };
  const list = element(
    "div",
    { class: "ey-help-options", onchange: (event: Event) => keepApart(event.target as HTMLInputElement) },
    ...options.map((option, i) => element("label", {}, boxes[i], optionText(id, option, replies, speaker))),
  );
  return {
    element: list,
    read: () => {
      const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      if (chosen.length === 0) return { fault: speaker.say(kind === "one" ? "choose" : "chooseSome") };
      return { answer: kind === "one" ? chosen[0]! : chosen };
    },
  };
}

function dayInputs({ replies, speaker: { say }, on }: FormOptions): Inputs {
  const before = typeof replies.day === "string" ? replies.day.split("-").map(Number) : [];
  const field = (label: string, value: number | undefined, size: number) => {
    const input = element("input", {
      inputmode: "numeric",
      autocomplete: "off",
      maxlength: size,
      size,
      value,
    });
    return { input, element: element("label", {}, label, input) };
  };
  const fields = [
    field(say("day"), before[2], 2),
    field(say("month"), before[1], 2),
    field(say("year"), before[0], 4),
  ];
  return {
    element: element("div", { class: "ey-help-day" }, ...fields.map((one) => one.element)),
    read: () => {
      const [date, month, year] = fields.map(({ input }) => input.value.trim());
      // The month is enough: no rule turns on the day within it but by a few days.
      const day = [year!.padStart(4, "0"), month!.padStart(2, "0"), (date || "1").padStart(2, "0")].join("-");
      const fault = faultOfDay(day, replies.arrived === "born", on);
      const words = {
        "no day": "noDay",
        "in the future": "inFuture",
        "too long ago": "tooLongAgo",
        "too far off": "tooFarOff",
      };
      return fault ? { fault: say(words[fault]) } : { answer: day };
    },
  };
}

function hintKey(id: QuestionId): string | undefined {
  const shared: Partial<Record<QuestionId, string>> = { partnerEarns: "q.earns.hint" };
  const own: QuestionId[] = ["day", "school", "couple", "lowIncome", "lowPay", "earns", "tooMuch", "limits"];
  return shared[id] ?? (own.includes(id) ? `q.${id}.hint` : undefined);
}
