/** How long a pause ends what was typed, in milliseconds. */
const pause = 700;

/**
 * Makes the boxes of a list one stop of the Tab key: arrows, Home and End move the focus among them, and so does typing the
 * beginning of a name. `boxes` gives them in the order in which they stand. Call `settle` when that has changed.
 */
export function moveWithin(
  list: HTMLElement,
  boxes: () => readonly HTMLInputElement[],
  nameOf: (box: HTMLInputElement) => string,
): { settle(): void } {
  let stop: HTMLInputElement | undefined;
  let typed = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  list.addEventListener("focusin", ({ target }) => stopAt(target as HTMLInputElement));
  list.addEventListener("keydown", (event) => {
    const all = boxes();
    const target = targetOf(event, all, all.indexOf(event.target as HTMLInputElement));
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.closest("li")?.scrollIntoView({ block: "nearest" });
  });

  return {
    settle() {
      const all = boxes();
      stopAt(stop && all.includes(stop) ? stop : all[0]);
    },
  };

  function stopAt(box: HTMLInputElement | undefined): void {
    if (stop) stop.tabIndex = -1;
    stop = box;
    if (stop) stop.tabIndex = 0;
  }

  function targetOf(
    { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
    all: readonly HTMLInputElement[],
    at: number,
  ): HTMLInputElement | undefined {
    if (ctrlKey || metaKey || altKey) return undefined;
    switch (key) {
      case "ArrowDown":
        return all[Math.min(at + 1, all.length - 1)];
      case "ArrowUp":
        return all[Math.max(at - 1, 0)];
      case "Home":
        return all[0];
      case "End":
        return all.at(-1);
      default:
        return key.length === 1 && (key !== " " || typed) ? byName(key, all, at) : undefined;
    }
  }

  // The same letter again goes on to the next of its names.
  function byName(key: string, all: readonly HTMLInputElement[], at: number): HTMLInputElement | undefined {
    clearTimeout(timer);
    timer = setTimeout(() => {
      typed = "";
    }, pause);
    const isAgain = typed === key.toLowerCase();
    if (!isAgain) typed += key.toLowerCase();
    const from = typed.length === 1 ? at + 1 : at;
    const turned = [...all.slice(from), ...all.slice(0, from)];
    return turned.find((box) => nameOf(box).toLowerCase().startsWith(typed));
  }
}
