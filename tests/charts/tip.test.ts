import { expect, test } from "vitest";
import { scatter } from "../../components/charts/scatter.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

test("a chart says what is nearest to the pointer, within its edges, and nothing where nothing is near", () => {
  const percent = (label: string) => ({ label, unit: "percent" });
  const chart = scatter({
    pairs: [
      { code: "A", name: "Acocks Green", x: 10, y: 60 },
      { code: "B", name: "Balsall Heath West", x: 40, y: 50 },
    ],
    ...{ x: percent("Low income"), y: percent("Take-up"), width: 560 },
  });
  chart.getBoundingClientRect = () => ({ left: 0, top: 0, width: 560 }) as DOMRect;
  const pointAt = (x: number, y: number) =>
    chart.dispatchEvent(Object.assign(new Event("pointermove"), { clientX: x, clientY: y }));
  const told = () => [...chart.querySelectorAll(".ey-tip text")].map(({ textContent }) => textContent);
  const [, last] = [...chart.querySelectorAll("circle")];
  pointAt(Number(last!.getAttribute("cx")) + 5, Number(last!.getAttribute("cy")));
  expect(told()).toEqual(["Balsall Heath West", "Low income: 40.0%", "Take-up: 50.0%"]);
  const [, left] = /translate\((-?\d+),/.exec(chart.querySelector(".ey-tip")!.getAttribute("transform")!)!;
  const width = Number(chart.querySelector(".ey-tip rect")!.getAttribute("width"));
  expect(Number(left) + width).toBeLessThanOrEqual(560);
  pointAt(280, 20);
  expect(told()).toEqual([]);
});
