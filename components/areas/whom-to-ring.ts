import { contactCard, telephoneLink } from "../catalogue/contact-card.js";
import { element } from "../element.js";
import { lookOfIndicator } from "../words/area-standing.js";
import { formatList, inSentence, plural } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import type { Area } from "./profile.js";

/** What to ask where an area is worse by more than chance, each question beside the measure that prompts it. */
export function questions({ measures }: Area): HTMLElement {
  const prompted = measures.filter((one) => lookOfIndicator(one) === "worse" && one.questions.length > 0);
  if (prompted.length === 0) return nothingToTell();
  return element(
    "ul",
    { class: "ey-questions" },
    ...prompted.flatMap((one) =>
      one.questions.map((question) =>
        element("li", {}, question, element("small", {}, ` Because of ${inSentence(one.shortName)}.`)),
      ),
    ),
  );
}

/** Who answers for the figures of some sources, named by their titles, in a line: whom to ring, and a mail that is begun. */
export function whoAnswers({ data, name }: Area, sources: readonly string[]): HTMLElement {
  const teams = data.teams.filter((team) => team.sources.some((title) => sources.includes(title)));
  if (teams.length === 0) return nothingToTell();
  return element(
    "p",
    { class: "ey-hint ey-answers" },
    "Whom to ring about these: ",
    ...teams.flatMap((team, i) => [
      i > 0 && "; ",
      element("a", { href: mailOf(team, { name, code: data.code }) }, team.role),
      ...(team.phone ? [", ", telephoneLink(team.phone)] : []),
    ]),
    ".",
  );
}

function mailOf(
  { email, sources }: Area["data"]["teams"][number],
  { name, code }: { name: string; code: string },
): string {
  return `mailto:${email}?subject=${encodeURIComponent(`Figures for ${name}`)}&body=${encodeURIComponent(`About ${formatList(sources)} in ${name} (${code}):\n\n`)}`;
}

// A card says what to ring about at a glance; the mail that it begins names all.
function sourcesText(sources: readonly string[]): string {
  const most = 3;
  return sources.length <= most + 1
    ? formatList(sources)
    : formatList([...sources.slice(0, most), plural(sources.length - most, "other source")]);
}

/** Who answers for the figures of an area, with a mail that is begun. */
export function whomToRing({ data, name }: Area): HTMLElement {
  if (data.teams.length === 0) return nothingToTell();
  return element(
    "div",
    { class: "ey-contacts" },
    ...data.teams.map((team) => {
      const card = contactCard(sourcesText(team.sources), team);
      card.querySelector("a[href^='mailto:']")?.setAttribute("href", mailOf(team, { name, code: data.code }));
      return card;
    }),
  );
}
