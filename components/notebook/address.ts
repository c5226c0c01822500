import { writeAddress } from "../inputs/url-state.js";
import { type Choices, choiceNames } from "./asked.js";

/** The choices that an address holds. `prefix` is what the names of a page's second question begin with. */
export function readChoices(search: string, prefix = ""): Choices {
  const given = new URLSearchParams(search);
  return Object.fromEntries(
    choiceNames.flatMap((name) => {
      const text = given.get(prefix + name);
      return text === null ? [] : [[name, text]];
    }),
  );
}

/** The address with these choices in place of those that it holds. Other names stay. */
export function writeChoices(search: string, choices: Choices, prefix = ""): string {
  return choiceNames.reduce(
    (written, name) => writeAddress(written, prefix + name, choices[name] ?? ""),
    search,
  );
}
