import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Standing, standingOf } from "../../components/site/rules.js";
import { repositoryRoot } from "../store/paths.js";
import { RegistryError, readYamlFolder } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");
const day = z.iso.date("must be a date as year-month-day, as in 2026-12-01.");
const scalar = z.union([z.number(), text]);

const team = z.strictObject({
  /** The body that it belongs to. */
  organisation: text,
  /** The part of that body, as its own people call it. */
  team: text,
  /** Who answers there. A role and not a person: people change. */
  role: text,
  /** An address that the role keeps. */
  email: z.email("must be an e-mail address, as in early.years@example.org."),
  /** The number of that office. */
  phone: text.regex(/^[+0-9 ()]+$/, "must be a telephone number: digits and spaces.").optional(),
});

const version = z
  .strictObject({
    /** The first day on which it is known to hold. */
    from: day,
    /** Its last day, where an end is known. */
    to: day.nullable().default(null),
    /** Where no end is known: the last day for which it is shown before somebody looks again. */
    checkAgainBy: day.nullable().default(null),
    /** What holds, by names that `what` explains. Each version has the same names. */
    values: z.record(
      text.regex(/^[a-z][a-zA-Z0-9]*$/, "must be a name of letters and digits, as in hours or from21."),
      z.union([scalar, z.array(scalar).min(1, "must have an entry.")]),
    ),
  })
  .superRefine(({ from, to, checkAgainBy }, context) => {
    const wrong = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if ((to === null) === (checkAgainBy === null))
      wrong(
        [],
        to
          ? "has both to and checkAgainBy. Keep to where the end is known."
          : "has no end. Write to where it is known, else checkAgainBy: the day by which somebody looks again.",
      );
    const last = to ?? checkAgainBy;
    if (last && last < from) wrong([to ? "to" : "checkAgainBy"], "must not be before from.");
  });

export const ruleSchema = z
  .strictObject({
    /** Its short name, which is the file's too. */
    id: text.regex(/^[a-z][a-z0-9-]*$/, "must be lower-case words joined by hyphens, as in universal-hours."),
    /** What people call it. */
    title: text,
    /** What it decides, and what its values mean, with their units. */
    what: text,
    /** What it says when, earliest first. */
    versions: z.array(version).min(1, "must have an entry."),
    /** Where it is written. */
    source: z.strictObject({
      /** What the page is called. */
      title: text,
      /** Its address. */
      page: z.url("must be a web address, as in https://example.org/page."),
    }),
    /** Where a family asks for what the rule is about. */
    apply: z
      .strictObject({
        /** The address of the page. */
        page: z.url("must be a web address, as in https://example.org/page."),
        /** The number to ring. */
        phone: text.regex(/^[+0-9 ()]+$/, "must be a telephone number: digits and spaces.").optional(),
      })
      .optional(),
    /** The day on which somebody last looked at the source. */
    checkedOn: day,
    /** How many days before it lapses its steward is told. */
    warnDays: z.int().min(1),
    /** Where the government's own programs disagree, what pages go by. */
    decisions: z
      .array(
        z.strictObject({
          /** What it is about. */
          point: text,
          /** What the calculator of the childcare support platform does. */
          calculator: text,
          /** What the childcare entitlement checker does. */
          checker: text,
          /** What pages go by. */
          choice: text,
          /** The law, guidance or reason that it rests on. */
          because: text,
        }),
      )
      .default([]),
    /** Who answers for the rule. */
    owner: team,
    /** Who looks after this file, and is told before it lapses. */
    steward: team,
  })
  .superRefine(({ versions }, context) => {
    const names = (i: number): string => Object.keys(versions[i]!.values).sort().join(", ");
    versions.forEach((one, i) => {
      const before = versions[i - 1];
      if (!before) return;
      const wrong = (path: string[], message: string) =>
        context.addIssue({ code: "custom", path: ["versions", i, ...path], message });
      if (before.to === null)
        wrong(["from"], "follows a version without an end. Give that one its last day, under to.");
      else if (one.from <= before.to)
        wrong(["from"], `must be after ${before.to}, the last day of the version before.`);
      if (names(i) !== names(0)) wrong(["values"], `must have the values of the first version: ${names(0)}.`);
    });
  });

export type Rule = z.infer<typeof ruleSchema>;

export const rulesFolder = join(repositoryRoot, "data", "rules");

/** Reads the rules with dates. Throws a RegistryError that tells every mistake in every file. */
export function readRules(folder = rulesFolder): Rule[] {
  if (!existsSync(folder)) return [];
  const found = readYamlFolder(folder, ruleSchema);
  for (const { file, value } of found) {
    const name = file.split(/[\\/]/).at(-1)!;
    if (name !== `${value.id}.yaml`)
      throw new RegistryError(
        `data/rules/${name}: id: is “${value.id}”. Name the file ${value.id}.yaml, or change the id.`,
      );
  }
  return found.map(({ value }) => value);
}

/** What the steward of a rule must be told on a day, with whom it is and what to do; null while all is well. */
export function ruleWarning(rule: Rule, on: string): string | null {
  const words = endWords(standingOf(rule, on, rule.warnDays));
  if (words === null) return null;
  const { team, organisation, email } = rule.steward;
  return (
    `${rule.id}: “${rule.title}” ${words} ${team}, ${organisation} (${email}): ` +
    `look at ${rule.source.page}, and write what holds now in data/rules/${rule.id}.yaml.`
  );
}

function endWords(standing: Standing): string | null {
  switch (standing.state) {
    case "holds":
      return null;
    case "ends soon":
      return `is known up to ${standing.lastDay} and not after.`;
    case "lapsed":
      return `lapsed after ${standing.lastDay}, so pages do not show it.`;
    case "to come":
      return `is known from ${standing.from} on and not before, so pages do not show it.`;
  }
}

/** The day by the clock of a time zone, as year-month-day. */
export function dayIn(timeZone: string, now = new Date()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
}
