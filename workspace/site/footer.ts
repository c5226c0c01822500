import { escapeUTF8 } from "entities";
import type { Edition } from "./edition/editions.js";

/** Pages that the foot of each page of the public site leads to, so that the sidebar need not. */
const footPages: Readonly<Record<string, string>> = {
  "/accessibility": "Accessibility",
  "/privacy": "Privacy",
  "/contact": "Contact and mistakes",
};

/** Whether the foot of all pages leads to a page. */
export function isInFoot({ name }: Edition, path: string): boolean {
  return name === "public" && path in footPages;
}

/** The foot of a page, whose words a page in another language says anew (components/messages/page-language.ts). */
export function footOf(edition: Edition, path: string, city: string, linked: ReadonlySet<string>): string {
  const up = "../".repeat(path.split("/").length - 2) || "./";
  const name = escapeUTF8(city);
  const links = Object.entries(footPages)
    .filter(([page]) => isInFoot(edition, page) && linked.has(page))
    .map(([page, title]) => ` <a href="${up}${page.slice(1)}">${title}</a>`);
  return `<span data-say="footer" data-city="${name}">${name}’s early years partners. Each figure carries its source and date.</span>${links.join("")}`;
}
