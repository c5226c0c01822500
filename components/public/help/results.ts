import { telephoneLink } from "../../catalogue/contact-card.js";
import { element } from "../../element.js";
import type { Answer, Condition, Reason, Scheme } from "../../entitlements/answer.js";
import { hoursOn } from "../../entitlements/entitlements.js";
import type { Child } from "../../entitlements/family.js";
import type { Figures } from "../../entitlements/figures.js";
import { addressIn } from "../../messages/languages.js";
import type { Speaker } from "../../messages/speaker.js";

/** Where a family asks for a scheme. */
export interface Apply {
  page: string;
  phone?: string | undefined;
}

/** How messages call a scheme. */
export const schemeKeys: Record<Scheme, string> = {
  "universal hours": "universal",
  "two-year-old hours": "two",
  "working-parent hours": "working",
  "tax-free childcare": "taxFree",
  "universal credit childcare": "credit",
  "healthy start": "healthyStart",
  "pupil premium": "premium",
  "disability access fund": "access",
};

interface ResultOptions {
  answers: readonly Answer[];
  child: Child;
  figures: Figures;
  speaker: Speaker;
  applyOf: (scheme: Scheme) => Apply | undefined;
  /** The day by the reader's clock, year-month-day. */
  on: string;
}

/** What a family can have for a child, soonest first, and why it cannot have the rest. */
export function results(options: ResultOptions): HTMLElement {
  const { answers, speaker } = options;
  const { say } = speaker;
  const had = answers.filter(({ state }) => state !== "not");
  const rank = { now: 0, "at birth": 1, future: 2, not: 3 };
  const inOrder = [...had].sort(
    (a, b) => rank[stateOf(a)] - rank[stateOf(b)] || startOf(a).localeCompare(startOf(b)),
  );
  const denied = answers.filter(({ state }) => state === "not");
  const has = (scheme: Scheme) => had.some((one) => one.scheme === scheme);
  const withHours = had.filter(({ hours }) => hours);
  const latest = withHours
    .map(({ useFrom }) => useFrom ?? options.on)
    .sort()
    .at(-1);
  return element(
    "div",
    { class: "ey-help-results" },
    element("h2", { tabindex: -1 }, say("results")),
    had.length === 0 && element("p", {}, say("resultsNone")),
    element("ul", { class: "ey-help-cards" }, ...inOrder.map((answer) => card(answer, options))),
    withHours.length > 1 &&
      element(
        "p",
        {},
        say("together", { hours: Math.max(hoursOn(had, latest!), ...withHours.map(({ hours }) => hours!)) }),
        has("two-year-old hours") && has("working-parent hours") && ` ${say("supportFirst")}`,
      ),
    withHours.length > 0 && element("p", {}, say("spread")),
    withHours.length > 0 &&
      element(
        "p",
        {},
        ...speaker.nodes("findPlace", {
          find: (words) => element("a", { href: addressIn("./find", speaker.code) }, words),
        }),
      ),
    (has("working-parent hours") || has("tax-free childcare")) && element("p", {}, say("number")),
    denied.length > 0 &&
      element(
        "details",
        { class: "ey-fold" },
        element("summary", {}, say("resultsNot")),
        element(
          "ul",
          {},
          ...denied.map(({ scheme, reason }) =>
            element(
              "li",
              {},
              element("strong", {}, say(`${schemeKeys[scheme]}.title`)),
              " ",
              say(reasonKeys[reason!]),
            ),
          ),
        ),
      ),
  );
}

// Of what can be used already, the order is that of the schemes.
const startOf = ({ usable, useFrom = "" }: Answer): string => (usable ? "" : useFrom);

/** A telephone number to ring; it reads from left to right in every language. */
export function telephone(number: string): HTMLElement {
  return element("bdi", { dir: "ltr" }, telephoneLink(number));
}

// What waits for its term, or for a parent to be back at work, is something for later, though the child is of the age.
function stateOf({ state, usable, useFrom, waitsForReturnOf }: Answer): Answer["state"] {
  return state === "now" && ((usable === false && useFrom) || waitsForReturnOf) ? "future" : state;
}

function card(answer: Answer, options: ResultOptions): HTMLLIElement {
  const { say } = options.speaker;
  const key = schemeKeys[answer.scheme];
  const states = {
    now: "state.now",
    "at birth": "state.atBirth",
    future: "state.future",
    not: "state.future",
  };
  const state = stateOf(answer);
  const rows: [string, (Node | string)[]][] = [];
  const add = (label: string, ...words: (Node | string | undefined)[]) => {
    const shown = words.filter((one) => one !== undefined && one !== "");
    if (shown.length > 0) rows.push([say(label), shown as (Node | string)[]]);
  };
  add("only", conditions(answer, options));
  add("from", fromText(answer, options));
  add("ask", askText(answer, options));
  add("ends", answer.ends && say("useFrom", { date: answer.ends }), leaveText(answer, options));
  add(
    "confirm",
    answer.confirmEveryMonths === undefined
      ? undefined
      : say("confirmEvery", { months: answer.confirmEveryMonths }),
  );
  add("worth", worthText(answer, options));
  add("how", say(`${key}.how`));
  const apply = options.applyOf(answer.scheme);
  add("site", apply && element("a", { href: apply.page }, new URL(apply.page).host));
  add("ring", apply?.phone && telephone(apply.phone));
  return element(
    "li",
    { class: `ey-help-${state === "now" ? "now" : "later"}` },
    element("h3", {}, say(`${key}.title`)),
    element("p", { class: "ey-help-state" }, say(states[state])),
    answer.hours &&
      answer.weeks &&
      element("p", {}, say("hours", { hours: answer.hours, weeks: answer.weeks })),
    ["healthyStart", "premium"].includes(key) && element("p", {}, say(`${key}.what`)),
    element(
      "dl",
      {},
      ...rows.flatMap(([label, words]) => [element("dt", {}, label), element("dd", {}, ...spaced(words))]),
    ),
  );
}

function fromText(answer: Answer, { speaker: { say }, child }: ResultOptions): string | undefined {
  const waiting = answer.waitsForReturnOf;
  if (waiting)
    return say(
      waiting.length > 1 ? "useReturnBoth" : waiting[0] === "you" ? "useReturn" : "useReturnPartner",
    );
  if (answer.usable && answer.scheme === "working-parent hours")
    return answer.useFrom ? say("useNowCode", { date: answer.useFrom }) : say("useNow");
  if (answer.usable) return say(answer.hours ? "useNow" : "useNowPaid");
  if (answer.state === "at birth" && child.due) return say("useBirth", { date: child.due });
  if (answer.useFrom) return say("useFrom", { date: answer.useFrom });
  return answer.ends ? undefined : say("useLater");
}

function askText(answer: Answer, { speaker: { say }, on }: ResultOptions): string | undefined {
  const { scheme, applyFrom, applyBy, useFrom } = answer;
  if (scheme === "working-parent hours" && !useFrom && answer.ends) return say("tooLate");
  if (applyFrom && applyBy)
    return applyFrom > on
      ? say("askBetween", { from: applyFrom, by: applyBy })
      : say("askBy", { by: applyBy });
  if (applyFrom) return applyFrom > on ? say("askFrom", { from: applyFrom }) : say("askNow");
  return undefined;
}

function leaveText(
  { endsWithLeaveOf: who }: Answer,
  { speaker: { say } }: ResultOptions,
): string | undefined {
  if (!who) return undefined;
  return say(who.length > 1 ? "endsLeaveBoth" : who[0] === "you" ? "endsLeave" : "endsLeavePartner");
}

function worthText(
  { scheme, percent, most }: Answer,
  { speaker: { say }, figures }: ResultOptions,
): string | undefined {
  if (!most) return undefined;
  if (percent === undefined) return say("worthPlace", { pounds: most.pounds });
  const { oneChild, moreChildren } = figures.universalCredit;
  return scheme === "universal credit childcare"
    ? say("worthMonth", { percent, one: oneChild, more: moreChildren })
    : say("worthYear", { percent, pounds: most.pounds });
}

function conditions(
  { conditions = [] }: Answer,
  { speaker: { say }, figures }: ResultOptions,
): string | undefined {
  const words: Record<Condition, () => string> = {
    "low income": () => say("ifLowIncome", { income: figures.twoYearOlds.income }),
    "low pay": () => say("ifLowPay", { pay: figures.healthyStart.poundsAMonth }),
    "premium income": () => say("ifPremiumIncome", { income: figures.premium.income }),
  };
  return conditions.length > 0 ? conditions.map((one) => words[one]()).join(". ") : undefined;
}

const reasonKeys: Record<Reason, string> = {
  "too old": "reason.tooOld",
  country: "reason.country",
  work: "reason.work",
  earnings: "reason.earnings",
  "too much income": "reason.tooMuch",
  "public funds": "reason.publicFunds",
  "national insurance": "reason.nationalInsurance",
  "universal credit": "reason.universalCredit",
  "no universal credit": "reason.noUniversalCredit",
  "other help": "reason.otherHelp",
  "foster child": "reason.fosterChild",
  "no ground": "reason.noGround",
  "no hours": "reason.noHours",
};

function spaced(words: (Node | string)[]): (Node | string)[] {
  return words.flatMap((one, i) => (i === 0 ? [one] : [". ", one]));
}
