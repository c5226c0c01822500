import type { Freshness } from "../../loaders/briefings/freshness.json.js";
import { element } from "../element.js";
import { type RuleVersion, type Standing, standingOf } from "../site/rules.js";
import { stackedTable } from "../tables/stacked-table.js";
import { formatDate, plural } from "../words/format.js";
import { telephoneLink } from "./contact-card.js";
import { daysBetween } from "./freshness.js";

type Rule = Freshness["rules"][number];

/**
 * The rules that lapse soon or have lapsed by a day, with who must look and what to do, worst first; and how all rules
 * stand. Nothing where there are no rules.
 */
export function ruleWarnings(rules: readonly Rule[], day: string): HTMLElement | null {
  if (rules.length === 0) return null;
  const standings = rules.map((rule) => ({ rule, standing: standing(rule, day) }));
  const urgent = standings
    .filter(({ standing: { state } }) => state !== "holds")
    .sort((a, b) => order.indexOf(a.standing.state) - order.indexOf(b.standing.state));
  return element(
    "div",
    {},
    element(
      "p",
      {},
      urgent.length === 0
        ? `${plural(rules.length, "rule")}, all known for today and for a while yet.`
        : `${plural(rules.length, "rule")}, of which ${urgent.length} ${urgent.length === 1 ? "needs" : "need"} somebody to look.`,
    ),
    ...urgent.map(({ rule, standing }) => warning(rule, standing, day)),
    element(
      "details",
      { class: "ey-fold" },
      element("summary", {}, "All rules"),
      stackedTable(
        "Rules with dates and how they stand",
        ["Rule", "State", "Looked up", "Source"],
        standings.map(({ rule, standing }) => [
          rule.title,
          standingText(standing, day),
          formatDate(rule.checkedOn),
          element("a", { href: rule.source.page }, rule.source.title),
        ]),
      ),
    ),
  );
}

/** How a rule stands, in words: "Known up to 31 March 2027, in 20 days". */
export function standingText(standing: Standing, day: string): string {
  switch (standing.state) {
    case "holds":
      return "Known for today";
    case "ends soon": {
      const days = daysBetween(day, standing.lastDay);
      return `Known up to ${formatDate(standing.lastDay)}, ${days === 0 ? "today" : `in ${plural(days, "day")}`}`;
    }
    case "lapsed":
      return `Lapsed after ${formatDate(standing.lastDay)}`;
    case "to come":
      return `Known only from ${formatDate(standing.from)} on`;
  }
}

const order: Standing["state"][] = ["lapsed", "to come", "ends soon", "holds"];

function standing({ versions, warnDays }: Rule, day: string): Standing {
  return standingOf({ versions: versions as RuleVersion[] }, day, warnDays);
}

function warning({ id, title, source, steward }: Rule, standing: Standing, day: string): HTMLElement {
  const shown =
    standing.state === "ends soon" ? "Pages show it until then, and not after." : "No page shows it.";
  return element(
    "div",
    { class: `ey-late ey-late-${standing.state === "ends soon" ? "overdue" : "refused"}` },
    element("p", {}, element("strong", {}, title), `: ${standingText(standing, day)}. ${shown}`),
    element(
      "p",
      {},
      `${steward.role}, ${steward.team}: look at `,
      element("a", { href: source.page }, source.title),
      ", and write what holds next in ",
      element("code", {}, `data/rules/${id}.yaml`),
      ". ",
      steward.phone
        ? telephoneLink(steward.phone)
        : element("a", { href: `mailto:${steward.email}` }, steward.email),
    ),
  );
}
