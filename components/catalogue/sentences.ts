import { FileAttachment } from "observablehq:stdlib";
import type { Catalogue, CatalogueEntry } from "../../loaders/briefings/catalogue.json.js";
import { element } from "../element.js";
import { searchBox, selectChooser } from "../inputs/choosers.js";
import type { ViewElement } from "../inputs/url-state.js";
import { dataTable } from "../tables/data-table.js";
import { formatDate, plural } from "../words/format.js";
import {
  type CatalogueSearch,
  catalogueTable,
  inboxTable,
  searchCatalogue,
  sourceCard,
  sourceCards,
} from "./catalogue.js";
import { freshnessStates, freshnessWords, today } from "./freshness.js";
import { stateSummary } from "./freshness-table.js";
import { openNamed } from "./open-named.js";
import { kindWords } from "./source-kinds.js";

/** Every source that is known, on a day. */
export interface CatalogueInWords {
  data: Catalogue;
  /** Year-month-day: ages are counted to it. */
  day: string;
  /** "12 in date, 2 overdue". */
  states: string;
}

/** The sources that a reader looks for. */
export interface FoundSources extends CatalogueInWords {
  entries: Catalogue["sources"];
  /** How many there are, in a sentence. */
  text: string;
}

/** Fetches the catalogue, as it is today by the reader's clock. */
export async function catalogue(): Promise<CatalogueInWords> {
  return catalogueInWords(await FileAttachment("../../data/catalogue.json").json<Catalogue>(), today());
}

/** The catalogue on a day. */
export function catalogueInWords(data: Catalogue, day: string): CatalogueInWords {
  return { data, day, states: stateSummary(data.sources, day) };
}

/** The sources that fit a search. */
export function foundSources(catalogue: CatalogueInWords, search: CatalogueSearch): FoundSources {
  const entries = searchCatalogue(catalogue.data.sources, search, catalogue.day);
  return {
    ...catalogue,
    entries,
    text:
      entries.length === 0
        ? "No source fits. Use fewer words, or another state or kind."
        : `${plural(entries.length, "source")} of ${catalogue.data.sources.length}. Open one for its contacts, governance, extracts and columns.`,
  };
}

/** A search of the catalogue by words, state and kind. Its value is what it finds. */
export function search(catalogue: CatalogueInWords): ViewElement<FoundSources> {
  const words = searchBox({ label: "Search", hint: "Name, team, column…" });
  const state = selectChooser({
    label: "State",
    options: [["", "Any state"], ...freshnessStates.map((one) => [one, freshnessWords[one]] as const)],
  });
  const kind = selectChooser({ label: "Kind", options: [["", "Any kind"], ...Object.entries(kindWords)] });
  const control = element("div", { class: "ey-controls" }, words, state, kind);
  const value = () =>
    foundSources(catalogue, {
      words: words.value,
      state: state.value as CatalogueSearch["state"],
      kind: kind.value as CatalogueSearch["kind"],
    });
  return Object.defineProperty(control, "value", { get: value }) as unknown as ViewElement<FoundSources>;
}

/**
 * The sources found, a card each, by kind. The one that the address names is open. A card stays what it is whatever is looked
 * for, so that one that was opened is open when it is found again.
 */
export function cards({ data, day, entries }: FoundSources): HTMLElement {
  const list = lists.get(data) ?? { holder: openNamed(element("div")), cards: new Map() };
  lists.set(data, list);
  const cardOf = (entry: CatalogueEntry): HTMLElement => {
    const card = list.cards.get(entry) ?? sourceCard(entry, day);
    list.cards.set(entry, card);
    return card;
  };
  list.holder.replaceChildren(...sourceCards(entries, cardOf));
  return list.holder;
}

const lists = new WeakMap<Catalogue, { holder: HTMLElement; cards: Map<CatalogueEntry, HTMLElement> }>();

/** The sources found as a table that sorts and downloads. */
export function sourcesTable(found: FoundSources): HTMLElement {
  const { entries, day, data } = found;
  return dataTable({
    caption: "All sources found",
    table: catalogueTable(entries, day),
    source: "Registry of sources and the last refresh",
    asOf: formatDate(data.refreshedAt.slice(0, 10)),
    sample: data.sample,
  });
}

/** The files in the inbox that are not in use, and why: superseded, waiting, refused, recognised by no source. */
export function filesNotInUse({ data }: CatalogueInWords): HTMLElement {
  return inboxTable(data.files);
}
