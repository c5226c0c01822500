import type { Choice, Choices } from "./choices.js";

/** What there is to choose for the options of the language of pages, by the option's name; undefined where it is any text. */
export function offersFor(choices: Choices): (option: string) => readonly Choice[] | undefined {
  const known: Readonly<Record<string, readonly Choice[]>> = {
    indicator: choices.indicators,
    indicators: choices.indicators,
    with: choices.indicators,
    by: choices.breakdowns,
    breakdown: choices.breakdowns,
    area: choices.areas,
    areas: choices.areas,
    period: choices.periods,
    from: choices.periods,
  };
  return (option) => (known[option]?.length ? known[option] : undefined);
}
