import type { Postcodes } from "../../loaders/explore/postcodes.json.js";
import { element, uniqueId } from "../element.js";
import type { ViewElement } from "../inputs/url-state.js";
import { Kept } from "../notebook/kept.js";
import { sentenceSelect } from "../notebook/select.js";
import {
  type AccessChoices,
  offers,
  placesWithin,
  readAccessChoices,
  usualPlaces,
  writeAccessChoices,
} from "./choices.js";
import type { Reach } from "./reach.js";
import { type AccessInWords, accessInWords } from "./sentences.js";

/** What is told, and how it is asked anew. */
export interface AskedAccess extends AccessInWords {
  /** What its figures have drawn, to be drawn over. */
  kept: Kept;
  /** Changes some of the choices, as a reader would. */
  choose: (changes: Partial<AccessChoices>) => void;
  /** How many places a setting gets that is put on the map. */
  placesOfNew: () => number;
}

/**
 * The question of the page, as a sentence, and below it what might be opened or closed. It is an input: its value is what is
 * within reach. Choices stand in the address. A postcode is looked up in the browser, in what `postcodes` fetches.
 */
export function askAccess(reach: Reach, postcodes: () => Promise<Postcodes>): ViewElement<AskedAccess> {
  const kept = new Kept();
  let choices = readChoices();
  const selects = Object.entries(questions).map(([name, label]) => ({
    name: name as keyof typeof offers,
    ...sentenceSelect(label, (value) =>
      choose({ [name]: name === "reach" ? Number(value) : value } as Partial<AccessChoices>),
    ),
  }));
  const of = (name: string) => selects.find((select) => select.name === name)!.element;
  const places = element("input", { type: "number", min: 1, max: 500, value: usualPlaces });
  const postcode = element("input", { type: "text", size: 9, autocomplete: "off", spellcheck: "false" });
  const note = element("p", { class: "ey-note", role: "status" });
  const away = element(
    "button",
    { type: "button", onclick: () => choose({ opened: undefined }) },
    "Take it away",
  );
  const close = sentenceSelect("Close a setting", (id) => id && choose({ closed: [...choices.closed, id] }));
  const shut = element("div", { class: "ey-buttons" });
  for (const input of [places, postcode]) input.addEventListener("input", (event) => event.stopPropagation());
  places.addEventListener("change", () => {
    if (choices.opened) choose({ opened: { ...choices.opened, places: placesOfNew() } });
  });
  postcode.addEventListener("keydown", (event) => event.key === "Enter" && void find());
  const [placesId, postcodeId] = [uniqueId("places"), uniqueId("postcode")];
  places.id = placesId;
  postcode.id = postcodeId;
  const details = element(
    "details",
    {},
    element("summary", {}, "What if a setting opened or closed?"),
    element(
      "p",
      {},
      "Click on the map where one might open, or on a dot to close it. By keyboard: Enter on the map, or type a postcode, and choose from the list.",
    ),
    element(
      "div",
      { class: "ey-buttons" },
      element("label", { for: placesId }, "Places of a new one "),
      places,
      element("label", { for: postcodeId }, " Its postcode "),
      postcode,
      element("button", { type: "button", onclick: () => void find() }, "Put it there"),
      away,
    ),
    note,
    element("div", { class: "ey-buttons" }, element("span", {}, "Close "), close.element),
    shut,
  );
  const control = element(
    "div",
    { class: "ey-access ey-control", role: "group", "aria-label": "What is within reach" },
    element(
      "p",
      { class: "ey-question" },
      element("span", {}, "For ", of("age")),
      element("span", {}, "how near are ", of("kind")),
      element("span", {}, "with ", of("judged")),
      element("span", {}, "and ", of("open")),
      element("span", {}, "if families go up to ", of("reach")),
      element("span", {}, "and ", of("way")),
    ),
    details,
  );
  let now = answered();
  show();
  addEventListener("popstate", function moved() {
    if (!control.isConnected) return removeEventListener("popstate", moved);
    choices = readChoices();
    answerNow();
  });
  return Object.defineProperty(control, "value", { get: () => now }) as unknown as ViewElement<AskedAccess>;

  // A register that has come since may have lost a setting that somebody closed here.
  function readChoices(): AccessChoices {
    const known = new Set(reach.data.settings.map(({ urn }) => urn));
    const read = readAccessChoices(location.search);
    return { ...read, closed: read.closed.filter((id) => known.has(id)) };
  }

  function placesOfNew(): number {
    return placesWithin(Number(places.value));
  }

  function choose(changes: Partial<AccessChoices>): void {
    choices = { ...choices, ...changes };
    const search = writeAccessChoices(location.search, choices);
    if (search !== location.search)
      history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
    answerNow();
  }

  function answerNow(): void {
    kept.turn();
    now = answered();
    show();
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function answered(): AskedAccess {
    return { ...accessInWords(reach, choices), kept, choose, placesOfNew };
  }

  function show(): void {
    for (const { name, show: showSelect } of selects)
      showSelect(
        offers[name].map(([value, words]) => ({ value, words })),
        String(choices[name]),
      );
    if (choices.opened) places.value = String(choices.opened.places);
    if (now.isChanged) details.open = true;
    away.hidden = choices.opened === undefined;
    note.textContent = "";
    const open = now.data.settings.filter(({ urn }) => !choices.closed.includes(urn));
    close.show(
      [{ value: "", words: "a setting …" }, ...open.map(({ urn, name }) => ({ value: urn, words: name }))],
      "",
    );
    shut.replaceChildren(
      ...now.data.settings
        .filter(({ urn }) => choices.closed.includes(urn))
        .map(({ urn: id, name }) =>
          element(
            "button",
            { type: "button", onclick: () => choose({ closed: choices.closed.filter((one) => one !== id) }) },
            `Open ${name} again`,
          ),
        ),
    );
  }

  async function find(): Promise<void> {
    const typed = postcode.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
    note.textContent = "Looking it up …";
    try {
      const small = (await postcodes()).find((one) => ` ${one.postcodes} `.includes(` ${typed} `));
      const area = typed === "" ? undefined : now.data.areas.find(({ code }) => code === small?.code);
      if (area) choose({ opened: { at: area.at, places: placesOfNew() } });
      else note.textContent = "This is no postcode in use in the city. Type a whole one, as in B1 1BB.";
    } catch {
      note.textContent = "The postcode directory could not be fetched. Try once more.";
    }
  }
}

const questions: Record<keyof typeof offers, string> = {
  age: "Children",
  kind: "Kind of setting",
  judged: "Judgement",
  open: "Hours",
  way: "How distance counts",
  reach: "How far families go",
};
