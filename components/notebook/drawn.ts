import { element } from "../element.js";
import { type FigureOptions, figureToUpdate } from "../figures/figure.js";
import { missingNote } from "../words/missing.js";
import type { Asked } from "./asked.js";
import { drawInSight } from "./in-sight.js";
import type { Kept, Piece } from "./kept.js";
import { checked, type OptionsOf, type Word } from "./options.js";

/** What a component has to show of an answer: a figure, or a note that says why there is none. */
export type Drawing = FigureOptions | HTMLElement;

interface Given<W extends Word> {
  asked: Asked;
  options: OptionsOf<W>;
}

/**
 * A component that shows one figure of an answer, drawn over at each change. `draw` is asked for each piece once, and what
 * it gives back is asked at each change. Throws where the options are not those of the word's schema, or what is given is
 * no answer.
 */
export function drawn<W extends Word>(
  word: W,
  asked: Asked,
  options: OptionsOf<W>,
  draw: () => (asked: Asked, options: OptionsOf<W>) => Drawing | Promise<Drawing>,
): HTMLElement {
  checked(word, options);
  demandAnswer(word, asked);
  return drawnOver<Given<W>>(word, asked.kept, { asked, options }, () => {
    const drawing = draw();
    return ({ asked: now, options: told }) => drawing(now, told);
  });
}

/** One figure, or a note in its place, that is drawn over whenever it is given something else. */
export function drawnOver<T>(
  kind: string,
  kept: Kept,
  given: T,
  draw: () => (given: T) => Drawing | Promise<Drawing>,
): HTMLElement {
  return kept.draw<T>(kind, given, () => pieceOf(draw()));
}

function pieceOf<T>(draw: (given: T) => Drawing | Promise<Drawing>): Piece<T> {
  const holder = element("div", { class: "ey-piece" });
  let figure: ReturnType<typeof figureToUpdate> | undefined;
  let turn = 0;
  const inSight = drawInSight(holder, (error) => show(nothing(`This could not be drawn: ${error.message}`)));
  const show = (drawing: Drawing) => {
    if (!(drawing instanceof Element)) {
      figure ??= figureToUpdate();
      figure.update(drawing);
    }
    const shown = drawing instanceof Element ? drawing : figure!.element;
    if (holder.firstChild !== shown) holder.replaceChildren(shown);
    holder.removeAttribute("aria-busy");
  };
  return {
    element: holder,
    update(given) {
      turn += 1;
      const mine = turn;
      inSight(() => {
        if (mine !== turn) return;
        const drawing = draw(given);
        if (!(drawing instanceof Promise)) return show(drawing);
        holder.setAttribute("aria-busy", "true");
        drawing.then(
          (done) => mine === turn && show(done),
          (error: Error) =>
            mine === turn &&
            show(nothing(`This could not be fetched: ${error.message} Load the page again.`)),
        );
      });
    },
  };
}

/** Says in place of a figure why there is none. */
export function nothing(why: string): HTMLElement {
  return element("p", { class: "ey-empty" }, why);
}

/** Says that an indicator has no figure at the level, why, and what would bring one. */
export function notAvailable({ measure, missing, about }: Asked): HTMLElement {
  return missingNote(measure, missing, {
    sources: about.sources,
    catalogue: briefing("catalogue"),
  });
}

/**
 * The address of a page of the briefings, as it is written on a page at this path: pages lie in `explore`, or in a folder
 * of somebody's there.
 */
export function briefing(page: string, path = location.pathname): string {
  const [, below = ""] = /\/explore\/(.*)$/.exec(path) ?? [];
  return `../${"../".repeat(below.split("/").length - 1)}briefings/${page}`;
}

/** Throws where a component is given something else than what was asked. */
export function demandAnswer(word: string, asked: Asked): void {
  if (!asked || typeof asked !== "object" || !("provenance" in asked))
    throw new Error(
      `${word}(…) takes the answer to a question first, as in: const asked = view(ask()); and then ${word}(asked).`,
    );
}
