import { FileAttachment } from "observablehq:stdlib";
import type { OpenDataList } from "../../loaders/public/open-data.json.js";
import { fetchedChangeLog } from "../catalogue/change-log.js";
import { openDataCard } from "../catalogue/open-data-card.js";
import { element } from "../element.js";
import { stackedTable } from "../tables/stacked-table.js";
import { nothingToTell } from "../words/only.js";
import { markStatuses, statusMeaning, statusShorthand } from "../words/status.js";

/** Fetches the list of tables that are published as open data. */
export function openData(): Promise<OpenDataList> {
  return FileAttachment("../../data/open-data.json").json<OpenDataList>();
}

/** A card for each table, with its files, period, date and size. */
export function cards(list: OpenDataList): HTMLElement {
  return element(
    "div",
    { class: "ey-open-cards" },
    ...list.tables.map((table) => openDataCard(table, list, folder())),
  );
}

/** The licence of all tables, as a link. */
export function licence(list: OpenDataList): HTMLElement {
  const { licence } = list;
  return element("a", { href: licence.address }, licence.title);
}

/** Whom the public may ask, as a link; nothing where nobody is named. */
export function contact(list: OpenDataList): HTMLElement {
  const { contact } = list;
  return contact ? element("a", { href: contact.address }, contact.name) : nothingToTell();
}

/** What stands in a table where there is no number. */
export function statusTable(): HTMLElement {
  return stackedTable(
    "What status says",
    ["Status", "Symbol", "What it means"],
    markStatuses.map((status) => [status, statusShorthand[status]!, statusMeaning[status]]),
  );
}

/** What each column of a table of figures holds. */
export function columnTable(list: OpenDataList): HTMLElement {
  const { columns } = list;
  return stackedTable(
    "Columns of every table of figures",
    ["Column", "What it holds"],
    columns.map(({ name, description }) => [name, description]),
  );
}

/** The newest publications: what was added, changed or withdrawn. */
export function changes(): Promise<HTMLElement> {
  return fetchedChangeLog(new URL("changes.csv", folder()).href);
}

function folder(): string {
  return new URL("./open-data/", document.baseURI).href;
}
