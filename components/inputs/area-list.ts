import { element, uniqueId } from "../element.js";
import { plural } from "../words/format.js";
import { formatCount } from "../words/numbers.js";
import { moveWithin } from "./move-within.js";
import type { ViewElement } from "./url-state.js";

/** What a list offers: a code and the name a reader looks for. */
export interface AreaOption {
  code: string;
  name: string;
}

/** Options whose name or code contains every word of the search, without regard to case or accents. */
export function matching(options: readonly AreaOption[], search: string): AreaOption[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return options.filter(({ name, code }) => {
    const text = plain(`${name} ${code}`);
    return words.every((word) => text.includes(word));
  });
}

/**
 * A list of areas with a search box, as an input: its value is the list of chosen codes.
 * Chosen areas come first, so that they stay in sight. The list is one stop of the Tab key: arrows, Home, End and the letters
 * that a name begins with move within it.
 */
export function areaList({
  options,
  label,
  areas,
  value = [],
}: {
  options: readonly AreaOption[];
  label: string;
  /** What the areas are, in the singular and plural: ["ward", "wards"]. */
  areas: [string, string];
  value?: string[];
}): ViewElement<string[]> {
  const chosen = new Set<string>();
  const names = new Map(options.map(({ code, name }) => [code, name]));
  let listed: readonly AreaOption[] = options;
  const searchId = uniqueId("search");
  const search = element("input", {
    type: "search",
    id: searchId,
    autocomplete: "off",
    placeholder: "Part of a name or code",
  });
  const boxes = new Map(
    options.map(({ code }) => [code, element("input", { type: "checkbox", value: code, tabindex: -1 })]),
  );
  const items = new Map(
    options.map(({ code, name }) => [
      code,
      element("li", {}, element("label", {}, boxes.get(code), ` ${name}`)),
    ]),
  );
  const list = element("ul", { class: "ey-options", "aria-label": `${label}: ${areas[1]}` });
  const count = element("p", { class: "ey-count", role: "status" });
  const clear = element("button", { type: "button" }, "Clear");
  const all = element("button", { type: "button" }, "Choose all listed");
  const input = element(
    "fieldset",
    { class: "ey-list ey-control" },
    element("legend", {}, label),
    element("label", { for: searchId }, `Search ${areas[1]}`),
    search,
    list,
    element("div", { class: "ey-buttons" }, all, clear, count),
  );

  // Typing and ticking are the list's own business; its value changes in `changed` alone.
  input.addEventListener(
    "input",
    (event) => {
      if (event.target === input) return;
      event.stopPropagation();
      if (event.target === search) order();
    },
    true,
  );
  list.addEventListener("change", (event) => {
    const { value: code, checked } = event.target as HTMLInputElement;
    changed(checked ? [...chosen, code] : [...chosen].filter((c) => c !== code));
  });
  const moves = moveWithin(
    list,
    () => listed.map(({ code }) => boxes.get(code)!),
    ({ value: code }) => names.get(code)!,
  );
  all.addEventListener("click", () =>
    changed([...chosen, ...matching(options, search.value).map((o) => o.code)]),
  );
  clear.addEventListener("click", () => changed([]));
  show(value);
  order();

  return Object.defineProperty(input, "value", {
    get: () => [...chosen],
    set: (codes: string[]) => {
      show(codes);
      order();
    },
  }) as unknown as ViewElement<string[]>;

  function changed(codes: string[]): void {
    show(codes);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show(codes: Iterable<string>): void {
    chosen.clear();
    for (const code of codes) if (boxes.has(code)) chosen.add(code);
    for (const [code, box] of boxes) box.checked = chosen.has(code);
    count.textContent =
      options.length === 0
        ? `There are no ${areas[1]} to choose`
        : chosen.size === 0
          ? `None chosen: all ${formatCount(options.length)} ${areas[1]} are shown`
          : `${plural(chosen.size, ...areas)} chosen`;
  }

  // Moving the item that has the focus would lose it.
  function order(): void {
    const matches = matching(options, search.value);
    const isChosen = ({ code }: AreaOption) => chosen.has(code);
    listed = [...matches.filter(isChosen), ...matches.filter((option) => !isChosen(option))];
    list.replaceChildren(...listed.map(({ code }) => items.get(code)!));
    moves.settle();
  }
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}
