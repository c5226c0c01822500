import { element } from "../element.js";
import { askedIn, changed, chosenIn, toggled, withChoice } from "./cross-choice.js";
import type { CrossChoice } from "./cross-counts.js";
import { type CrossData, crossData } from "./cross-data.js";
import { crossFigures } from "./cross-figures.js";
import { crossViewsOf } from "./cross-views.js";

/**
 * Small areas, periods and groups of one indicator beside each other: what is chosen on one of them counts for the two
 * others at once. Counts are added up, so any areas, periods and groups can be put together. The choices are in the address.
 */
export async function crossFilter(): Promise<HTMLElement> {
  const data = await crossData();
  if (!data)
    return element(
      "p",
      { class: "ey-empty" },
      "There are no figures of small areas by group yet: they need records of children with their addresses.",
    );
  let choice = choiceIn(location.search, data);

  const views = crossViewsOf(data, {
    begin: (changes) => turnTo(changed(choice, changes, data)),
    choose: (view, codes) => turnTo({ ...choice, [view]: codes }),
    toggle: (view, code) => turnTo({ ...choice, [view]: toggled(choice[view], code) }),
  });
  addEventListener("popstate", function moved() {
    if (!views.element.isConnected) return removeEventListener("popstate", moved);
    draw(choiceIn(location.search, data));
  });
  draw(choice);
  return views.element;

  /** Another choice is another entry of the history. */
  function turnTo(next: CrossChoice): void {
    const search = withChoice(location.search, next);
    if (search !== location.search)
      history.pushState(history.state, "", `${location.pathname}${search}${location.hash}`);
    draw(next);
  }

  function draw(next: CrossChoice): void {
    choice = next;
    views.show(next, crossFigures(next, data!.countsOf(next), data!, data!.dividedOf(next)));
  }
}

function choiceIn(search: string, data: CrossData): CrossChoice {
  const asked = askedIn(search, data);
  return { ...asked, ...chosenIn(search, data.areas, data.dividedOf(asked)) };
}
