import { element } from "../element.js";

/** An indicator's definition, as page data sets carry it. */
export interface Definition {
  name: string;
  definition: string;
  numerator: string;
  denominator: string;
  /** Where it is count, there is no denominator to tell of. */
  kind?: string;
  caveats: readonly string[];
}

/** The definition beside the numbers: what is counted, out of what, and what to bear in mind. */
export function definitionList({
  name,
  definition,
  numerator,
  denominator,
  kind,
  caveats,
}: Definition): HTMLElement {
  const entry = (term: string, ...texts: string[]) =>
    texts.length > 0 ? [element("dt", {}, term), ...texts.map((text) => element("dd", {}, text))] : [];
  return element(
    "dl",
    { class: "ey-definition" },
    ...entry(name, definition),
    ...(kind === "count"
      ? entry("What is counted", numerator)
      : [...entry("Numerator", numerator), ...entry("Denominator", denominator)]),
    ...entry("Bear in mind", ...caveats),
  );
}
