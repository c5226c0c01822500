import type { AreaList } from "../../loaders/briefings/area-list.json.js";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import type { WardPostcodes } from "../../loaders/briefings/ward-postcodes.json.js";
import { element, uniqueId } from "../element.js";
import { areaList } from "../inputs/area-list.js";
import { someOf, type ViewElement, writeAddress } from "../inputs/url-state.js";
import { plural } from "../words/format.js";
import { keepLists, keptLists } from "./kept-lists.js";
import { isPostcode, type ListedWard, readList, unknownText } from "./read-list.js";

/** The wards of the briefing, each with the locality that the list of areas says it is in. */
export function wardsOf({ areas }: Pick<Briefing, "areas">, list: AreaList): ListedWard[] {
  const localities = new Map(list.map(({ area, locality }) => [area, locality]));
  return areas
    .filter(({ level }) => level === "ward")
    .map(({ code, name }) => ({ code, name, locality: localities.get(code) ?? "" }));
}

/**
 * Where a reader puts the wards that a service works in: pasted, from a file, or chosen. It is an input of their codes, which
 * stand in the address and are kept in this browser. A postcode is looked up in the browser and goes nowhere.
 */
export function listInput(
  wards: readonly ListedWard[],
  postcodes: () => Promise<WardPostcodes>,
): ViewElement<readonly string[]> {
  const codec = someOf(wards.map(({ code }) => code));
  const nameOf = new Map(wards.map(({ code, name }) => [code, name]));
  const namesOf = (some: readonly string[]) => some.map((code) => nameOf.get(code)).join("\n");
  const asked = new URLSearchParams(location.search).get("list");
  const before = keptLists();
  const isKept = asked === null;
  let codes = codec.decode(asked ?? before.codes.join(".")) ?? [];

  const id = uniqueId("our-list");
  const box = element("textarea", { id, rows: 6, spellcheck: "false", autocomplete: "off" });
  box.value = isKept && before.text ? before.text : namesOf(codes);
  box.addEventListener("input", (event) => event.stopPropagation());
  const file = element("input", {
    type: "file",
    accept: ".csv,.tsv,.txt,text/*",
    "aria-label": "A file with the wards",
  });
  file.addEventListener("input", (event) => event.stopPropagation());
  file.addEventListener("change", async () => {
    const [given] = file.files ?? [];
    if (!given) return;
    box.value = (await given.text()).trim();
    await use();
  });
  const status = element("div", { role: "status" });
  const picker = areaList({
    options: wards,
    label: "Choose wards",
    areas: ["ward", "wards"],
    value: [...codes],
  });
  picker.addEventListener("input", (event) => {
    event.stopPropagation();
    box.value = namesOf(picker.value);
    changed(picker.value, box.value, "");
  });
  const name = element("input", {
    type: "text",
    size: 20,
    autocomplete: "off",
    "aria-label": "A name for this list",
  });
  name.addEventListener("input", (event) => event.stopPropagation());
  const saved = element("div", { class: "ey-buttons" });
  const control = element(
    "div",
    { class: "ey-our-list ey-control", role: "group", "aria-label": "Our list" },
    element(
      "label",
      { for: id },
      "Wards, localities, codes or postcodes, one a line or with commas between them",
    ),
    box,
    element(
      "div",
      { class: "ey-buttons" },
      element("button", { type: "button", onclick: () => void use() }, "Use this list"),
      element("button", { type: "button", onclick: empty }, "Empty it"),
      file,
    ),
    status,
    element("details", {}, element("summary", {}, "Choose from all wards"), picker),
    element(
      "details",
      {},
      element("summary", {}, "Keep it under a name"),
      element(
        "div",
        { class: "ey-buttons" },
        name,
        element("button", { type: "button", onclick: save }, "Keep"),
      ),
      saved,
    ),
  );
  tell("");
  showSaved();
  return Object.defineProperty(control, "value", { get: () => codes }) as unknown as ViewElement<
    readonly string[]
  >;

  async function use(): Promise<void> {
    const entries = box.value.split(/[\n,;\t]/);
    let around: (postcode: string) => string | undefined = () => undefined;
    if (entries.some(isPostcode)) {
      status.textContent = "Looking up postcodes …";
      try {
        around = lookUp(await postcodes());
      } catch {
        status.textContent = "The postcode directory could not be fetched. Try once more.";
        return;
      }
    }
    const read = readList(box.value, wards, around);
    picker.value = read.codes;
    changed(read.codes, read.kept, unknownText(read.unknown));
  }

  function empty(): void {
    box.value = "";
    picker.value = [];
    changed([], "", "");
  }

  function changed(next: readonly string[], text: string, note: string): void {
    codes = [...next];
    keepLists({ ...keptLists(), codes, text });
    const search = writeAddress(location.search, "list", codec.encode(codes));
    if (search !== location.search)
      history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
    tell(note);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tell(note: string): void {
    const count = codes.length > 0 ? `${plural(codes.length, "ward")} on the list.` : "";
    status.replaceChildren(
      element("p", { class: "ey-count" }, count),
      ...(note ? [element("p", { class: "ey-note" }, note)] : []),
    );
  }

  function save(): void {
    const called = name.value.trim();
    if (called === "" || codes.length === 0) {
      tell("Give it a name, and put at least one ward on it.");
      return;
    }
    const kept = keptLists();
    const done = keepLists({ ...kept, named: { ...kept.named, [called]: codes } });
    name.value = "";
    tell(done ? "" : "This browser keeps nothing: copy the page’s address instead.");
    showSaved();
  }

  function showSaved(): void {
    saved.replaceChildren(
      ...Object.entries(keptLists().named).map(([called, some]) =>
        element(
          "button",
          {
            type: "button",
            onclick: () => {
              const there = some.filter((code) => nameOf.has(code));
              box.value = namesOf(there);
              picker.value = there;
              changed(there, box.value, "");
            },
          },
          called,
        ),
      ),
    );
  }
}

function lookUp(postcodes: WardPostcodes): (postcode: string) => string | undefined {
  const wards = new Map<string, string>();
  for (const one of postcodes) for (const postcode of one.postcodes.split(" ")) wards.set(postcode, one.ward);
  return (postcode) => wards.get(postcode.toUpperCase().replace(/[^A-Z0-9]/g, ""));
}
