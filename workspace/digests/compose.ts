import { escapeUTF8 } from "entities";
import { formatDate, plural } from "../../components/words/format.js";
import type { Digest } from "./digest.js";

/** A digest as it is sent. */
export interface Composed {
  subject: string;
  text: string;
  html: string;
}

export interface ComposeOptions {
  city: string;
  /** Whom to write to, to stop it. */
  steward: string;
  /** The address of the briefings. */
  site?: string | undefined;
}

/** A digest as text and as HTML with the same words. The HTML fetches nothing. */
export function compose(digest: Digest, { city, steward, site }: ComposeOptions): Composed {
  const { moves, at, sample } = digest;
  const subject = `${sample ? "Sample: " : ""}Early years in ${city}: ${plural(moves.length, "figure")} moved`;
  const lead = `${plural(moves.length, "figure")} that you asked for moved at the refresh of ${formatDate(at)}.`;
  const notes = [
    ...(sample ? ["These figures are of an invented sample."] : []),
    "“More than chance” is beyond 99.8% limits. The same children counted again are told with why. Figures are those that may be published: small numbers of children are left out.",
    ...(site ? [`What they mean, and what they do not: ${site}`] : []),
    `To get no more of these, or others, write to ${steward}, who takes “${digest.recipient}” off the list.`,
  ];
  const lines = moves.map(
    ({ indicator, area, from, to, verdict, why, source }) =>
      `${indicator}, ${area}: from ${from} to ${to}, ${verdict}; why: ${why}. Source: ${source}.`,
  );
  return {
    subject,
    text: `${[lead, ...lines.map((line) => `- ${line}`), ...notes].join("\n\n")}\n`,
    html: htmlOf(subject, lead, moves, notes),
  };
}

function htmlOf(title: string, lead: string, moves: Digest["moves"], notes: readonly string[]): string {
  const cells = (kind: "td" | "th", texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${kind} style="text-align:left;padding:4px 12px 4px 0;vertical-align:top">${escapeUTF8(text)}</${kind}>`).join("")}</tr>`;
  return [
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escapeUTF8(title)}</title></head>`,
    `<body style="font-family:sans-serif"><h1 style="font-size:20px">${escapeUTF8(title)}</h1><p>${escapeUTF8(lead)}</p>`,
    `<table><thead>${cells("th", ["Indicator", "Area", "From", "To", "What that is", "Why", "Source"])}</thead><tbody>`,
    ...moves.map(({ indicator, area, from, to, verdict, why, source }) =>
      cells("td", [indicator, area, from, to, verdict, why, source]),
    ),
    "</tbody></table>",
    ...notes.map((note) => `<p>${escapeUTF8(note)}</p>`),
    "</body></html>\n",
  ].join("\n");
}
