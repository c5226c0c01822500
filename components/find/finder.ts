import type { FindPlaces } from "../../loaders/public/find-places.json.js";
import type { Service } from "../directory/service.js";
import { telephoneLink } from "../directory/telephone-link.js";
import { element, uniqueId } from "../element.js";
import type { Speaker } from "../messages/speaker.js";
import { nothingToTell } from "../words/only.js";
import { aboutRows, card, type Keeping } from "./card.js";
import { postcodesOf, servicesIn } from "./kept-files.js";
import { nearMap } from "./near-map.js";
import type { FindPage } from "./places.js";
import { placeOfPostcode, postcodeHalves } from "./postcode.js";
import { type Found, milesOnFoot, type Point, search, type Wanted } from "./search.js";
import { type Asked, askedIn, hashOf } from "./state.js";
import {
  ageChoices,
  checks,
  countSaid,
  fundedChoices,
  hoursChoices,
  howFar,
  kindChoices,
  yearChoices,
} from "./words.js";

type From = Point & { name: string };

/** So many results are enough to begin with; so many are shown at once. */
const enough = 12;
const firstShown = 8;

/** A form that finds services near a place: all of it runs in the browser, which fetches what is near and sends nothing. */
export function finder({ data, speaker }: FindPage): HTMLElement {
  return data.available ? new Finder(data, speaker).element : nothingToTell();
}

class Finder {
  readonly element: HTMLElement;
  readonly #near: HTMLInputElement;
  readonly #selects = new Map<keyof Wanted, HTMLSelectElement>();
  readonly #boxes = new Map<keyof Wanted, HTMLInputElement>();
  readonly #status = element("p", { role: "status", class: "ey-find-status" });
  readonly #results = element("div", { class: "ey-results" });
  readonly #list = element("section", { class: "ey-list" });
  readonly #middles: ReadonlyMap<string, Point & { name: string }>;
  #asked: Asked = { near: "", wanted: {}, kept: [] };
  #position: Point | undefined;
  #shown = firstShown;
  #turn = 0;

  constructor(
    private readonly places: FindPlaces,
    private readonly speaker: Speaker,
  ) {
    const { say } = speaker;
    this.#middles = new Map(places.wards.map((ward) => [ward.code, ward]));
    const id = uniqueId("near");
    const options = uniqueId("wards");
    this.#near = element("input", {
      id,
      type: "text",
      list: options,
      autocomplete: "postal-code",
      spellcheck: "false",
      enterkeyhint: "search",
    });
    const nearMe = element("button", { type: "button", class: "ey-quiet" }, say("nearMe"));
    nearMe.addEventListener("click", () => this.#locate());
    const form = element(
      "form",
      { class: "ey-find-form" },
      element("label", { for: id }, say("near")),
      element(
        "div",
        { class: "ey-find-where" },
        this.#near,
        element("button", { type: "submit" }, say("show")),
        nearMe,
      ),
      element(
        "datalist",
        { id: options },
        ...places.wards.map(({ name }) => element("option", { value: name })),
      ),
      element(
        "div",
        { class: "ey-find-filters" },
        this.#choice("kind", say("kind"), kindChoices(speaker)),
        this.#choice("age", say("age"), ageChoices(speaker)),
        this.#choice("funded", say("funded"), fundedChoices(speaker)),
      ),
      element(
        "details",
        {},
        element("summary", {}, say("more")),
        element(
          "div",
          { class: "ey-find-filters" },
          this.#choice("hours", say("hours"), hoursChoices(speaker)),
          this.#choice("year", say("year"), yearChoices(speaker)),
          this.#choice("language", say("spoken"), [
            ["", say("any")],
            ...places.languages.map((name) => [name, name] as [string, string]),
          ]),
        ),
        ...checks.map((key) => this.#check(key, say(`check.${key}`))),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    form.addEventListener("change", (event) => {
      if (event.target !== this.#near && (this.#asked.near || this.#position)) this.#ask();
    });
    this.#status.textContent = say("stays");
    this.element = element("div", { class: "ey-finder" }, form, this.#status, this.#list, this.#results);
    if (typeof location !== "undefined") {
      this.#read();
      addEventListener("hashchange", () => {
        if (location.hash !== hashOf(this.#asked)) this.#read();
      });
    }
  }

  #choice(key: keyof Wanted, label: string, options: readonly (readonly [string, string])[]): HTMLElement {
    const id = uniqueId("choose");
    const select = element(
      "select",
      { id },
      ...options.map(([value, text]) => element("option", { value }, text)),
    );
    this.#selects.set(key, select);
    return element("div", { class: "ey-choose" }, element("label", { for: id }, label), select);
  }

  #check(key: keyof Wanted, text: string): HTMLElement {
    const box = element("input", { type: "checkbox" });
    this.#boxes.set(key, box);
    return element("label", { class: "ey-find-check" }, box, text);
  }

  /** Takes what the address asks for. */
  #read(): void {
    this.#asked = askedIn(location.hash);
    const { near, wanted } = this.#asked;
    this.#near.value = this.#middles.get(near)?.name ?? near;
    for (const [key, select] of this.#selects) select.value = String(wanted[key] ?? "");
    for (const [key, box] of this.#boxes) box.checked = wanted[key] === true;
    if (near) void this.#find();
    void this.#drawList();
  }

  #ask(): void {
    const wanted = Object.fromEntries(
      [
        ...[...this.#selects].map(([key, { value }]) => [
          key,
          key === "age" && value ? Number(value) : value || undefined,
        ]),
        ...[...this.#boxes].map(([key, { checked }]) => [key, checked || undefined]),
      ].filter(([, value]) => value !== undefined),
    ) as Wanted;
    const text = this.#near.value.trim();
    const ward = this.places.wards.find(({ name }) => name.toLowerCase() === text.toLowerCase());
    if (text) this.#position = undefined;
    this.#shown = firstShown;
    this.#tell({ ...this.#asked, near: ward?.code ?? text, wanted });
    void this.#find();
  }

  #tell(asked: Asked): void {
    this.#asked = asked;
    history.replaceState(null, "", hashOf(asked) || location.pathname + location.search);
  }

  #locate(): void {
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        this.#position = { latitude: coords.latitude, longitude: coords.longitude };
        this.#near.value = "";
        this.#ask();
      },
      () => {
        this.#status.textContent = this.speaker.say("noPosition");
      },
    );
    if (!navigator.geolocation) this.#status.textContent = this.speaker.say("noPosition");
  }

  async #find(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const from = await this.#from();
      if (turn !== this.#turn) return;
      if (!from) {
        this.#status.textContent = this.speaker.say("lost");
        this.#results.replaceChildren();
        return;
      }
      const services = await this.#around(from);
      if (turn === this.#turn) this.#draw(from, services);
    } catch {
      if (turn === this.#turn) this.#status.textContent = this.speaker.say("unreached");
    }
  }

  async #from(): Promise<From | undefined> {
    if (this.#position) return { ...this.#position, name: this.speaker.say("you") };
    const { near } = this.#asked;
    const ward = this.#middles.get(near);
    if (ward) return ward;
    const halves = postcodeHalves(near);
    if (halves) {
      const units = await postcodesOf(halves[0]);
      const place = units && placeOfPostcode(units, halves[1]);
      return place ? { ...place, name: halves.join(" ") } : undefined;
    }
    const text = near.toLowerCase();
    return text.length < 3
      ? undefined
      : this.places.wards.find(({ name }) => name.toLowerCase().includes(text));
  }

  /** The services of the nearest wards: of more of them, until enough fit or all the city has been looked through. */
  async #around(from: Point): Promise<Service[]> {
    const wards = this.places.wards
      .filter(({ served }) => served)
      .sort((a, b) => milesOnFoot(from, a) - milesOnFoot(from, b));
    const services: Service[] = [];
    for (let at = 0; at < wards.length; at += 8) {
      const lists = await Promise.all(wards.slice(at, at + 8).map(({ code }) => servicesIn(code)));
      services.push(...lists.flat());
      if (search(services, this.#asked.wanted, from, this.#middles).meet.length >= enough) break;
    }
    return services;
  }

  #draw(from: From, services: readonly Service[]): void {
    const { speaker } = this;
    const { say } = speaker;
    const { wanted } = this.#asked;
    const { meet, may } = search(services, wanted, from, this.#middles);
    this.#status.textContent = `${meet.length ? countSaid(speaker, meet, from.name) : say("nothing")} ${say("stays")}`;
    const shown = meet.slice(0, this.#shown);
    const parts: (HTMLElement | undefined)[] = [
      this.#cards(shown),
      meet.length > this.#shown ? this.#further(from, services) : undefined,
      shown.length ? nearMap(speaker, from, shown) : undefined,
    ];
    if (may.length) parts.push(element("h2", {}, say("may")), this.#cards(may.slice(0, firstShown)));
    if (meet.length + may.length === 0) {
      const { kind } = wanted;
      const near = search(services, kind ? { kind } : {}, from, this.#middles);
      parts.push(
        element("h2", {}, say("nearest")),
        this.#cards([...near.meet, ...near.may].slice(0, firstShown)),
      );
    }
    if (meet.length < enough && this.places.anywhere.length) parts.push(this.#lines());
    parts.push(element("p", { class: "ey-place-note" }, howFar(speaker)));
    this.#results.replaceChildren(...parts.filter((part) => part !== undefined));
  }

  // No search ends without somebody to ring.
  #lines(): HTMLElement {
    return element(
      "ul",
      {},
      ...this.places.anywhere
        .filter(({ phone }) => phone)
        .map((service) => element("li", {}, `${service.name}: `, telephoneLink(service))),
    );
  }

  #further(from: From, services: readonly Service[]): HTMLElement {
    const button = element("button", { type: "button" }, this.speaker.say("further"));
    button.addEventListener("click", () => {
      this.#shown += firstShown;
      this.#draw(from, services);
    });
    return button;
  }

  #cards(found: readonly Found[]): HTMLElement {
    const keeping: Keeping = {
      has: (service) => this.#asked.kept.includes(keyOf(service)),
      toggle: (service) => this.#toggle(service),
    };
    return element(
      "ol",
      { class: "ey-places" },
      ...found.map((one) =>
        card(this.speaker, one, keeping, this.#middles.get(one.service.ward ?? "")?.name),
      ),
    );
  }

  #toggle(service: Service): void {
    const { kept } = this.#asked;
    const key = keyOf(service);
    this.#tell({
      ...this.#asked,
      kept: kept.includes(key) ? kept.filter((each) => each !== key) : [...kept, key],
    });
    void this.#find();
    void this.#drawList();
  }

  /** The family's list: each thing that is known, side by side. */
  async #drawList(): Promise<void> {
    const { kept } = this.#asked;
    const services: Service[] = [];
    for (const key of kept) {
      const [ward, id] = key.split(".") as [string, string];
      const known = await servicesIn(ward).catch(() => []);
      services.push(...known.filter((service) => service.id === id));
    }
    if (services.length === 0) {
      this.#list.replaceChildren();
      return;
    }
    const rows = services.map(
      (service) => new Map(aboutRows(this.speaker, service, this.#middles.get(service.ward ?? "")?.name)),
    );
    const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    this.#list.replaceChildren(
      element("h2", {}, this.speaker.say("list")),
      element(
        "div",
        { class: "ey-list-table", tabindex: "0", role: "region", "aria-label": this.speaker.say("list") },
        element(
          "table",
          {},
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              element("td", {}),
              ...services.map((service) =>
                element("th", { scope: "col" }, service.name, " ", service.phone && telephoneLink(service)),
              ),
            ),
          ),
          element(
            "tbody",
            {},
            ...names.map((name) =>
              element(
                "tr",
                {},
                element("th", { scope: "row" }, name),
                ...rows.map((row) => element("td", {}, row.get(name) ?? "")),
              ),
            ),
          ),
        ),
      ),
      element("p", { class: "ey-place-note" }, this.speaker.say("listHelp")),
    );
  }
}

function keyOf({ ward, id }: Service): string {
  return `${ward ?? "anywhere"}.${id}`;
}
