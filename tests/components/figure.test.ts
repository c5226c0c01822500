import { expect, it } from "vitest";
import { type FigureOptions, figure } from "../../components/figures/figure.js";

it("is not made without all that a chart needs, and says what is missing", () => {
  expect(() => figure({} as FigureOptions)).toThrow(
    "A figure needs title, unit, source, asOf, description, chart, table. Give every chart a title, unit, source, as-of date, description, chart and table.",
  );
  expect(() =>
    figure({
      title: "Take-up",
      unit: "Per cent",
      source: " ",
      asOf: "31 August 2026",
      description: "Bars.",
      chart: () => ({}) as Element,
      table: { columns: [], rows: [] },
    }),
  ).toThrow("A figure (“Take-up”) needs source, table.");
});
