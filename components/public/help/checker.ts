import { element } from "../../element.js";
import type { Scheme } from "../../entitlements/answer.js";
import { entitlements } from "../../entitlements/entitlements.js";
import type { Figures } from "../../entitlements/figures.js";
import {
  type Question,
  type QuestionId,
  questionsFor,
  type Replies,
  whoIs,
} from "../../entitlements/questions.js";
import type { Speaker, Values } from "../../messages/speaker.js";
import { optionText, questionForm, questionText } from "./question-form.js";
import { type Apply, results } from "./results.js";

interface CheckerOptions {
  speaker: Speaker;
  figures: Figures;
  applyOf: (scheme: Scheme) => Apply | undefined;
  /** The day by the reader's clock, year-month-day. */
  on: string;
}

/**
 * Asks one question at a time, no more than what a family can have turns on, and then tells it. What is told stays in this
 * element: it is in no address, no store and no request.
 */
export function checker({ speaker, figures, applyOf, on }: CheckerOptions): HTMLElement {
  const { say } = speaker;
  const setting = { figures, on };
  const values = valuesOf(figures);
  let replies: Replies = {};
  const box = element("div", { class: "ey-help-checker" });

  const show = (content: HTMLElement, focus: boolean) => {
    box.replaceChildren(content);
    // A reader of screens is told what is new, and a keyboard goes on from there.
    if (focus) content.querySelector<HTMLElement>("[tabindex='-1']")?.focus();
  };

  const ask = (question: Question, focus = true) => {
    const asked = questionsFor(replies, setting);
    const place = asked.findIndex(({ id }) => id === question.id);
    const before = asked[place - 1];
    show(
      questionForm({
        question,
        replies,
        speaker,
        values,
        on,
        number: place + 1,
        answer: (answer) => {
          replies = { ...replies, [question.id]: answer };
          next();
        },
        ...(before && { back: () => ask(before) }),
      }),
      focus,
    );
  };

  const next = (focus = true) => {
    const open = questionsFor(replies, setting).find(({ id }) => replies[id] === undefined);
    if (open) ask(open, focus);
    else tell();
  };

  const tell = () => {
    const { child, family } = whoIs(replies, setting);
    const asked = questionsFor(replies, setting);
    const answers = entitlements(child, family, figures, on);
    show(
      element(
        "div",
        {},
        results({ answers, child, figures, speaker, applyOf, on }),
        element(
          "p",
          { class: "ey-help-buttons" },
          element("button", { type: "button", onclick: () => print() }, say("print")),
          element("button", { type: "button", onclick: another }, say("another")),
          element("button", { type: "button", onclick: again }, say("again")),
        ),
        element(
          "details",
          { class: "ey-fold ey-help-told" },
          element("summary", {}, say("yourAnswers")),
          element(
            "dl",
            {},
            ...asked.flatMap((question) => {
              const words = questionText(question, replies, speaker, values);
              return [
                element("dt", {}, words),
                element(
                  "dd",
                  {},
                  answerText(question, replies, speaker),
                  " ",
                  element(
                    "button",
                    {
                      type: "button",
                      onclick: () => ask(question),
                      "aria-label": say("changeWhat", { question: words }),
                    },
                    say("change"),
                  ),
                ),
              ];
            }),
          ),
        ),
      ),
      true,
    );
  };

  const again = () => {
    replies = {};
    next();
  };
  const another = () => {
    const ofChild: QuestionId[] = ["arrived", "day", "school", "needs", "lowIncome", "leave", "partnerLeave"];
    replies = Object.fromEntries(
      Object.entries(replies).filter(([id]) => !ofChild.includes(id as QuestionId)),
    );
    next();
  };

  next(false);
  return box;
}

function answerText({ id, kind }: Question, replies: Replies, speaker: Speaker): string {
  const answer = [replies[id]!].flat();
  return kind === "day"
    ? speaker.say("useFrom", { date: answer[0]! })
    : answer.map((option) => optionText(id, option, replies, speaker)).join("; ");
}

/** The figures that questions name. */
function valuesOf({ twoYearOlds, working, noRecourse, healthyStart }: Figures): Values {
  return {
    income: twoYearOlds.income,
    pay: healthyStart.poundsAMonth,
    most: working.greatestIncome,
    ...working.minimum,
    oneChild: noRecourse.oneChild,
    moreChildren: noRecourse.moreChildren,
    savings: noRecourse.savings,
  };
}
