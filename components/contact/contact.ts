import { FileAttachment } from "observablehq:stdlib";
import type { Contact } from "../../loaders/public/contact.json.js";
import { element, uniqueId } from "../element.js";
import { type SpokenPage, spokenPage } from "../messages/page-language.js";
import type { Speaker } from "../messages/speaker.js";
import { speakerOfContact } from "./catalogues.js";

/** The page on which families ask, and tell of a mistake. */
export interface ContactPage extends SpokenPage {
  /** Whether there is an office that may be asked. */
  available: boolean;
  data: Contact;
  speaker: Speaker;
  /** The page and the figure that the reader came from, as the address names them; empty where it names none. */
  page: string;
  figure: string;
}

/** Fetches whom to ask, and the words of the page. */
export async function contactPage(): Promise<ContactPage> {
  const [data, speaker] = await Promise.all([
    FileAttachment("../../data/contact.json").json<Contact>(),
    speakerOfContact(),
  ]);
  return contactPageOf(data, speaker, location.search);
}

/** The page of a given office and words. `search`: of its address, which may name the page and figure that are wrong. */
export function contactPageOf(data: Contact, speaker: Speaker, search: string): ContactPage {
  const asked = new URLSearchParams(search);
  // Only what is like an address or a name of this site is repeated.
  const named = (key: string) => /^[\w/-]{1,100}$/.exec(asked.get(key) ?? "")?.[0] ?? "";
  return {
    ...spokenPage(speaker, { title: speaker.say("title") }),
    available: data.office !== null,
    data,
    speaker,
    page: named("page"),
    figure: named("figure"),
  };
}

/** The office that may be asked. */
export function office({ data: { office, publisher }, speaker }: ContactPage): HTMLElement {
  if (!office) return element("p", {}, speaker.say("nobody", { publisher }));
  const href = office.page ?? `mailto:${office.email}`;
  return element(
    "p",
    {},
    ...speaker.nodes(
      "office",
      { office: (words) => element("a", { href, rel: "noreferrer" }, words) },
      office.name ? { name: office.name } : {},
    ),
  );
}

/** What the reader came from, in a sentence; empty where the address does not say. */
export function aboutWhat({ page, figure, speaker: { say } }: ContactPage): string {
  return page ? say("about", { what: [page, figure].filter(Boolean).join(", ") }) : "";
}

/** A message that is begun, with the page and the figure named: as an e-mail where the office has an address, and to copy. */
export function report(contact: ContactPage): HTMLElement {
  const { data, speaker } = contact;
  const { say } = speaker;
  const area = uniqueId("report");
  const text = reportText(contact);
  const email = data.office?.email;
  const subject = encodeURIComponent(say("mistake"));
  return element(
    "div",
    { class: "ey-report" },
    email &&
      element(
        "p",
        {},
        element(
          "a",
          { href: `mailto:${email}?subject=${subject}&body=${encodeURIComponent(text)}` },
          say("mail"),
        ),
        ". ",
        say("mailHelp"),
      ),
    element("label", { for: area }, say("copy")),
    element("textarea", { id: area, rows: 5, readonly: true, dir: "auto" }, text),
  );
}

function reportText({ page, figure, speaker: { say } }: ContactPage): string {
  // The folder of the site is the page’s own.
  const address = new URL(page ? `./${page}${figure && `#${figure}`}` : "./", location.href).href;
  return [
    `${say("text.page")}: ${address}`,
    figure && `${say("text.figure")}: ${figure}`,
    `${say("text.wrong")}: `,
  ]
    .filter(Boolean)
    .join("\n");
}
