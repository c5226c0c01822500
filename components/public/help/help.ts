import { FileAttachment } from "observablehq:stdlib";
import type { PublicRules } from "../../../loaders/public/rules.json.js";
import { today } from "../../catalogue/freshness.js";
import { element } from "../../element.js";
import { type Scheme, schemes } from "../../entitlements/answer.js";
import { checkerRules, type Figures, figuresOn } from "../../entitlements/figures.js";
import { spokenPage } from "../../messages/page-language.js";
import type { Speaker, Values } from "../../messages/speaker.js";
import { stackedTable } from "../../tables/stacked-table.js";
import { speakerOfPage } from "./catalogues.js";
import { checker } from "./checker.js";
import { type Apply, schemeKeys, telephone } from "./results.js";

type PublicRule = PublicRules["rules"][number];

/** Where the government tells parents what holds today. */
const governmentSite = "https://www.childcarechoices.gov.uk/";

/** The page about help with childcare: its words in the reader's language, and the rules of the reader's day. */
export interface HelpPage {
  say: Speaker["say"];
  /** The choice of a language, and whether this one awaits review. */
  languages(): HTMLElement;
  /** The questions; a word and a link where a rule is not known for the day. */
  checker(): HTMLElement;
  /** When the rules were looked up, and where to look again. */
  lookedUp(): HTMLElement;
  /** All schemes with whom they are for and how to ask, as they hold on the day. */
  schemesTable(): HTMLElement;
  /** What was chosen where the government's programs disagree. */
  decisions(): HTMLElement;
  /** The rules with their sources. */
  sources(): HTMLElement;
}

/** Fetches the rules and the words of the page. */
export async function help(): Promise<HelpPage> {
  const [{ rules }, speaker] = await Promise.all([
    FileAttachment("../../../data/rules.json").json<PublicRules>(),
    speakerOfPage(),
  ]);
  return helpPage(rules, speaker, today());
}

/** The page of given rules, words and day. */
export function helpPage(allRules: readonly PublicRule[], speaker: Speaker, on: string): HelpPage {
  const { say } = speaker;
  const rules = allRules.filter(({ id }) => (checkerRules as readonly string[]).includes(id));
  const known = figuresOn(rules, on);
  const figures = "lapsed" in known ? undefined : known;
  const site = (words: string) => element("a", { href: governmentSite }, words);
  const applyOf = (scheme: Scheme): Apply | undefined => rules.find(({ id }) => id === ruleOf[scheme])?.apply;
  const lapsed = () =>
    element("p", { class: "ey-help-lapsed", role: "status" }, ...speaker.nodes("lapsed", { site }));
  return {
    say,
    languages: spokenPage(speaker, { title: say("title") }).languages,
    checker: () => (figures ? checker({ speaker, figures, applyOf, on }) : lapsed()),
    lookedUp: () => {
      const [date] = rules.map(({ checkedOn }) => checkedOn).sort();
      return element("p", {}, ...(date ? speaker.nodes("sources", { site }, { date }) : []));
    },
    schemesTable: () => (figures ? schemesTable(speaker, figures, applyOf) : lapsed()),
    decisions: () => folded(say("decidedAll"), decisions(rules)),
    sources: () =>
      sentences(
        say("sourcesTitle"),
        [say("column.rule"), say("column.source"), say("column.looked")],
        rules.map(({ title, source, checkedOn }) => [
          english(title),
          element("a", { href: source.page, lang: "en", dir: "ltr" }, source.title),
          say("useFrom", { date: checkedOn }),
        ]),
      ),
  };
}

const ruleOf: Record<Scheme, string> = {
  "universal hours": "universal-hours",
  "two-year-old hours": "two-year-olds-with-support",
  "working-parent hours": "working-parents-hours",
  "tax-free childcare": "tax-free-childcare",
  "universal credit childcare": "universal-credit-childcare",
  "healthy start": "healthy-start",
  "pupil premium": "early-years-pupil-premium",
  "disability access fund": "disability-access-fund",
};

function schemesTable(
  { say }: Speaker,
  figures: Figures,
  applyOf: (scheme: Scheme) => Apply | undefined,
): HTMLElement {
  const {
    universal,
    twoYearOlds,
    working,
    taxFree,
    universalCredit,
    healthyStart,
    premium,
    disabilityAccess,
  } = figures;
  const hours = ({ hours, weeks }: { hours: number; weeks: number }) => say("hours", { hours, weeks });
  const schemeWords: Record<Scheme, { who: Values; what: string }> = {
    "universal hours": { who: {}, what: hours(universal) },
    "two-year-old hours": { who: { income: twoYearOlds.income }, what: hours(twoYearOlds) },
    "working-parent hours": {
      who: { months: working.fromMonths, least: working.minimum.from21, most: working.greatestIncome },
      what: hours(working),
    },
    "tax-free childcare": {
      who: { age: taxFree.untilAge, ageDisabled: taxFree.untilAgeDisabled },
      what: say("worthYear", { percent: taxFree.percent, pounds: taxFree.poundsAYear }),
    },
    "universal credit childcare": {
      who: { age: universalCredit.untilAge },
      what: say("worthMonth", {
        percent: universalCredit.percent,
        one: universalCredit.oneChild,
        more: universalCredit.moreChildren,
      }),
    },
    "healthy start": {
      who: {
        week: healthyStart.fromPregnancyWeek,
        age: healthyStart.untilAge,
        pay: healthyStart.poundsAMonth,
      },
      what: say("healthyStart.what"),
    },
    "pupil premium": { who: { income: premium.income }, what: say("premium.what") },
    "disability access fund": { who: {}, what: say("worthPlace", { pounds: disabilityAccess.poundsAYear }) },
  };
  return sentences(
    say("all"),
    [say("column.help"), say("column.who"), say("column.what"), say("column.how")],
    schemes.map((scheme) => {
      const key = schemeKeys[scheme];
      const apply = applyOf(scheme);
      return [
        say(`${key}.title`),
        say(`${key}.who`, schemeWords[scheme].who),
        schemeWords[scheme].what,
        element(
          "span",
          {},
          say(`${key}.how`),
          apply && " ",
          apply && element("a", { href: apply.page }, new URL(apply.page).host),
          apply?.phone && " ",
          apply?.phone && telephone(apply.phone),
        ),
      ];
    }),
  );
}

function decisions(rules: readonly PublicRule[]): HTMLElement {
  return element(
    "dl",
    { class: "ey-help-decisions", lang: "en", dir: "ltr" },
    ...rules.flatMap((rule) =>
      rule.decisions.flatMap(({ point, calculator, checker, choice, because }) => [
        element("dt", {}, point),
        element(
          "dd",
          {},
          element("strong", {}, choice),
          ` ${because} One program: ${lowerFirst(calculator)} The other: ${lowerFirst(checker)}`,
        ),
      ]),
    ),
  );
}

function folded(summary: string, content: HTMLElement): HTMLElement {
  return element("details", { class: "ey-fold" }, element("summary", {}, summary), content);
}

/** A table whose cells hold sentences. */
function sentences(...table: Parameters<typeof stackedTable>): HTMLElement {
  const stacked = stackedTable(...table);
  stacked.classList.add("ey-sentences", "ey-help-table");
  return stacked;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !/^(Disability|Personal|Universal|National|Tax)/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

// What the rules' files say is English, whatever the page speaks.
function english(text: string): HTMLElement {
  return element("span", { lang: "en", dir: "ltr" }, text);
}
