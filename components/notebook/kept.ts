/** Something that a component has drawn, and can draw over with other figures. */
export interface Piece<T> {
  element: HTMLElement;
  update(given: T): void;
}

/**
 * What the components of a page have drawn of a question. A cell runs again at each change; what it drew before is
 * drawn over rather than made anew, so that listeners and nodes do not grow. Pieces of one kind are alike, so it does not
 * matter which of them a cell gets: the first that asks gets the first.
 */
export class Kept {
  #before = new Map<string, Piece<never>>();
  #now = new Map<string, Piece<never>>();
  readonly #asked = new Map<string, number>();

  /** Begins a new answer: every piece may be taken once more. */
  turn(): void {
    // An answer that no cell has read, because the next came at once, took nothing.
    if (this.#now.size > 0) this.#before = this.#now;
    this.#now = new Map();
    this.#asked.clear();
  }

  /** The next piece of a kind, from the answer before or made, brought up to date and put in its place. */
  draw<T>(kind: string, given: T, make: () => Piece<T>): HTMLElement {
    const nth = (this.#asked.get(kind) ?? 0) + 1;
    this.#asked.set(kind, nth);
    const key = `${kind} ${nth}`;
    const piece = (this.#before.get(key) as Piece<T> | undefined) ?? make();
    this.#now.set(key, piece as Piece<never>);
    const restore = placeIn(piece.element);
    piece.update(given);
    restore();
    return piece.element;
  }
}

// Framework takes what a cell shows out of the page and puts it back, which loses the focus and how far it was scrolled.
function placeIn(element: HTMLElement): () => void {
  if (!element.isConnected) return () => {};
  const active = document.activeElement;
  const focused = active instanceof Element && element.contains(active) ? active : null;
  const scrolled = [...element.querySelectorAll(".ey-scroll")]
    .filter(({ scrollTop, scrollLeft }) => scrollTop + scrollLeft > 0)
    .map((node) => ({ node, top: node.scrollTop, left: node.scrollLeft }));
  if (!focused && scrolled.length === 0) return () => {};
  return () =>
    requestAnimationFrame(() => {
      for (const { node, top, left } of scrolled) node.scrollTo({ top, left });
      if (focused?.isConnected && document.activeElement === document.body)
        (focused as HTMLElement | SVGElement).focus({ preventScroll: true });
    });
}
