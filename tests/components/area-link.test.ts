import { beforeEach, expect, test } from "vitest";
import { areaLink, areaPagesId, markLink } from "../../components/area-link.js";
import { areaMap } from "../../components/charts/area-map.js";
import { rankedDots } from "../../components/charts/ranked-dots.js";
import { element, svgElement } from "../../components/element.js";
import { observationTable, tableElement } from "../../components/tables/table.js";
import type { Observation } from "../../components/words/status.js";
import { standInBrowser } from "../sentences/browser-globals.js";

// The pages of areas are read once a document.
beforeEach(() => {
  standInBrowser();
  const text = JSON.stringify({ at: "../areas/", codes: "E1 E2" });
  document.head.append(element("script", { type: "application/json", id: areaPagesId }, text));
});

const hrefs = (whole: Element) => [...whole.querySelectorAll("a")].map((a) => a.getAttribute("href"));

test("an area with a page of its own is a link to it, any other a text", () => {
  expect((areaLink("E1", "Aston") as HTMLElement).outerHTML).toContain('href="../areas/E1"');
  expect(areaLink("E3", "Elsewhere")).toBe("Elsewhere");
  expect(areaLink(undefined, "All wards")).toBe("All wards");
});

test("a mark of a chart is for the pointer: it is no stop of the tab key", () => {
  expect(markLink("E1", svgElement("circle")).getAttribute("tabindex")).toBe("-1");
  expect(markLink("E3", svgElement("circle")).localName).toBe("circle");
});

test("an edition without such pages has no links", () => {
  document.getElementById(areaPagesId)!.remove();
  expect(areaLink("E1", "Aston")).toBe("Aston");
});

const figure = { value: 50, lower: 40, upper: 60, status: "value" } as const;
const observation = { ...figure, area: "E1", area_name: "Aston", period: "2026" } as unknown as Observation;

test("rows of a table of areas lead to them, and rows of groups do not", () => {
  const of = () => "Aston";
  const areas = observationTable([observation], "percent", { label: "Ward", of, areas: true });
  expect(hrefs(tableElement(areas, "Wards"))).toEqual(["../areas/E1"]);
  expect(
    hrefs(tableElement(observationTable([observation], "percent", { label: "Group", of }), "Groups")),
  ).toEqual([]);
});

test("the names of a ranking lead to the areas", () => {
  const rows = ["E1", "E2", "E3"].map((code) => ({ ...figure, code, name: code }));
  expect(hrefs(rankedDots({ rows, unit: "percent", width: 600 })).sort()).toEqual([
    "../areas/E1",
    "../areas/E2",
  ]);
});

test("a map that is looked at leads to its areas, one that is chosen on names the chosen ones under it", () => {
  const square = [0, 1, 1, 0, 0].map((x, i) => [x, [0, 0, 1, 1, 0][i]!]);
  const shapes = [
    {
      code: "E1",
      name: "Aston",
      centre: [0.5, 0.5] as [number, number],
      geometry: { type: "Polygon" as const, coordinates: [square] },
    },
  ];
  const given = { shapes, figures: new Map(), unit: "percent", areas: ["ward", "wards"] as [string, string] };
  expect(hrefs(areaMap({ ...given, choose: false }))).toEqual(["../areas/E1"]);
  const map = areaMap(given);
  expect(hrefs(map)).toEqual([]);
  map.value = ["E1"];
  expect(map.querySelector(".ey-map-profiles")!.textContent).toBe("Read about Aston");
  expect(hrefs(map)).toEqual(["../areas/E1"]);
});
