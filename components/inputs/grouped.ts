import { element } from "../element.js";

/**
 * Puts the options of a drop-down list under headings, one a group, in the order that they are in. `groupOf` is asked for
 * each value; options of one group must stand together. The input is given back, and works as before.
 */
export function grouped<T extends Element>(
  input: T,
  values: readonly string[],
  groupOf: (value: string) => string,
): T {
  const select = input.querySelector("select");
  if (!select) return input;
  let heading: HTMLOptGroupElement | undefined;
  for (const [i, option] of [...select.options].entries()) {
    const label = groupOf(values[i]!);
    if (heading?.label !== label) {
      heading = element("optgroup", { label });
      select.append(heading);
    }
    heading.append(option);
  }
  return input;
}
