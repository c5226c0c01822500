import { beforeEach, expect, test } from "vitest";
import { element } from "../../components/element.js";
import { linkageLine } from "../../components/tables/linkage-line.js";
import { standInBrowser } from "../sentences/browser-globals.js";

beforeEach(() => standInBrowser());

const drawn = () => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
const told = () => [...document.querySelectorAll(".ey-linkage")].map((line) => line.textContent);
const again = "Rests on linked records, as told further up.";

test("what figures rest on is told once a page, by the first of them, whichever was drawn first", async () => {
  expect(linkageLine({ source: "Headcount", asOf: "31 August 2026" })).toBe(null);
  const line = (linkage: string) => linkageLine({ source: "Headcount", asOf: "31 August 2026", linkage })!;
  const last = element("div", {}, line("Of 90 children 80 were found."));
  document.body.replaceChildren(last);
  await drawn();
  expect(told()).toEqual(["Of 90 children 80 were found."]);
  const first = element(
    "div",
    {},
    line("Of 90 children 80 were found."),
    line("Of 10 children 9 were found."),
  );
  document.body.prepend(first);
  await drawn();
  expect(told()).toEqual(["Of 90 children 80 were found.", "Of 10 children 9 were found.", again]);
  first.replaceChildren();
  last.append(line("Of 90 children 80 were found."));
  await drawn();
  expect(told()).toEqual(["Of 90 children 80 were found.", again]);
});
