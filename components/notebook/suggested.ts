import { nearest, suggestion } from "../words/nearest.js";
import type { Offer } from "./asked.js";

/** What a wrong id may have been meant for: the id that is most like it, or that of the name that is, else all that there are. */
export function suggestedOf(wrong: string, offers: readonly Offer[]): string {
  const ids = offers.map(({ value }) => value);
  const names = offers.map(({ words }) => words);
  const named = nearest(wrong, ids) === undefined ? nearest(wrong, names) : undefined;
  return named === undefined
    ? suggestion(wrong, ids)
    : ` Did you mean “${offers.find(({ words }) => words === named)!.value}”?`;
}
