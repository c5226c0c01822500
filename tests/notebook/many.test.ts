import { expect, it } from "vitest";
import { answer } from "../../components/notebook/answer.js";
import type { Asked, Choices } from "../../components/notebook/asked.js";
import { briefing } from "../../components/notebook/drawn.js";
import {
  breakdown,
  funnel,
  heat,
  multiples,
  ranking,
  slope,
  strip,
  tartan,
} from "../../components/notebook.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { smallData } from "./small-data.js";

standInBrowser();

const ask = (choices: Choices = {}): Promise<Asked> => answer(choices, smallData);
const title = (figure: Element) => figure.querySelector(".ey-title")?.textContent ?? figure.textContent;
const soon = () => new Promise((resolve) => setTimeout(resolve));

it("says as a title what the figures say, and what was measured under it", async () => {
  const figure = ranking(await ask());
  expect(title(figure)).toBe("1 ward is lower than all wards together by more than chance, none is higher");
  expect(figure.querySelector(".ey-unit")!.textContent).toMatch(
    /^Take-up, highest first, 2025\/26\. Per cent/,
  );
  expect(title(ranking(await ask(), { title: "My own" }))).toBe("My own");
});

it("tells of two times only what changed by more than chance", async () => {
  // 50 of 100 and then 20 of 100 is beyond the limits.
  expect(title(slope(await ask()))).toBe(
    "Since 2024/25, 1 ward went down by more than chance and none went up",
  );
  expect(title(slope(await ask(), { from: "1066" }))).toContain("there is no period “1066”");
  expect(title(slope(await ask({ period: "2024/25" })))).toBe(
    "There is no figure before 2024/25 to set beside it.",
  );
});

it("draws areas over time, by period and by their size", async () => {
  expect(title(multiples(await ask()))).toBe("Of 1 ward, none is up on a year before and 1 is down");
  expect(title(heat(await ask()))).toBe("From 20.0% in Ash in 2025/26 to 60.0% in 2 figures");
  expect(title(funnel(await ask()))).toMatch(/^1 ward is lower/);
});

it("sets every indicator beside all areas together, those of one area first among its peers", async () => {
  const table = tartan(await ask());
  const one = strip(await ask({ ward: "E05000002" }));
  await soon();
  expect(title(table)).toBe("Ash is worse by more than chance in 2 of 2 indicators, the most");
  expect(table.querySelectorAll(".ey-shaded tbody tr")).toHaveLength(3);
  expect(title(one)).toBe(
    "Birch differs from all wards together by more than chance in none of 2 indicators",
  );
});

it("names the nearest indicator where a page misspells one", async () => {
  const table = tartan(await ask(), { indicators: ["take-upp"] });
  await soon();
  expect(table.textContent).toContain("There is no indicator “take-upp”. Did you mean “take-up”?");
});

it("draws over what it drew: twenty changes leave the nodes where they were", async () => {
  const first = await ask();
  const kept = first.kept;
  const words = [ranking, slope, multiples, heat, funnel, tartan, strip];
  const show = async (period: string) => {
    kept.turn();
    const asked = { ...(await ask({ period })), kept };
    const drawn = words.map((word) => word(asked));
    await soon();
    return drawn;
  };
  const [before] = [await show("2025/26")];
  const nodes = () => before.reduce((sum, figure) => sum + figure.querySelectorAll("*").length, 0);
  const count = nodes();
  for (let i = 0; i < 10; i++) {
    await show("2024/25");
    expect((await show("2025/26")).every((figure, at) => figure === before[at])).toBe(true);
  }
  expect(nodes()).toBe(count);
});

it("divides the city by those who are placed in it, and leaves the others out", async () => {
  const figure = breakdown(await ask(), { by: "sex" });
  await soon();
  expect(figure.querySelector("figcaption, .ey-title")!.textContent).toContain("50.0%");
  expect(figure.textContent).not.toContain("75.0%");
});

it("links to the briefings from a page in a folder, too", () => {
  expect(briefing("catalogue", "/explore/take-up")).toBe("../briefings/catalogue");
  expect(briefing("catalogue", "/early-years/explore/amina/new/mine")).toBe("../../../briefings/catalogue");
  expect(briefing("catalogue", "/elsewhere")).toBe("../briefings/catalogue");
});
