import { tartan as drawTartan } from "../charts/tartan.js";
import { areaOfRow } from "../tables/table.js";
import { capital, formatList, plural } from "../words/format.js";
import { ranked } from "../words/rank.js";
import { lookOf } from "../words/standing-look.js";
import type { Asked, Figure } from "./asked.js";
import { type Column, columnsOf, standingIn } from "./columns.js";
import { drawn, nothing } from "./drawn.js";
import type { OptionsOf } from "./options.js";

/**
 * Every indicator of every area at a glance, as the difference from all areas together. The areas stand in the order of the
 * indicator that is asked for, the worst first.
 */
export function tartan(asked: Asked, options: OptionsOf<"tartan"> = {}): HTMLElement {
  return drawn("tartan", asked, options, () => async (now, { title, indicators, most = 80 }) => {
    const { level, areas, shapes, chosen, comparator } = now;
    if (level === "city") return nothing("Choose wards, localities or small areas as the level.");
    const columns = await columnsOf(now, indicators);
    if (columns.length === 0) return nothing(`No indicator has figures of ${areas[1]} yet.`);
    const all = inOrder(now);
    const rows = all.slice(0, most);
    const observations = columns.flatMap(({ figures }) => [...figures.values()]);
    const subject = `${plural(columns.length, "indicator")} of ${plural(rows.length, ...areas)}, each in its newest period`;
    const { unit: _, ...provenance } = now.provenanceOf(observations);
    return {
      ...provenance,
      title: title ?? worstTitle(rows, columns, now),
      subject,
      unit: [
        `Difference from ${(comparator?.name ?? "all together").replace(/^All/, "all")}, in each indicator’s unit`,
        "Dark and bold: worse or better by more than chance; pale: may be chance",
        "c suppressed, x not available or not collected, z not applicable, low rounds to zero",
        ...(rows.length < all.length ? [`The first ${rows.length} of ${all.length} are shown`] : []),
      ].join(". "),
      description: `A table of ${plural(rows.length, ...areas)} by ${plural(columns.length, "indicator")}: ${formatList(columns.map(({ indicator }) => indicator.shortName))}.`,
      chart: drawTartan({
        caption: subject,
        corner: capital(areas[0]),
        columns: columns.map(({ indicator, period, city }) => ({
          label: indicator.shortName,
          period,
          unit: indicator.unit,
          polarity: indicator.polarity,
          beside: city?.value ?? null,
        })),
        rows: rows.map(({ code, name }) => ({
          code,
          name,
          isChosen: chosen.has(code),
          figures: columns.map((column) => {
            const figure = column.figures.get(code);
            return figure && { ...figure, standing: standingIn(column, figure) };
          }),
        })),
      }),
      table: {
        columns: [
          { key: "name", label: capital(areas[0]) },
          ...columns.map(({ indicator, period }) => ({
            key: indicator.id,
            label: `${indicator.shortName}, ${period}`,
            unit: indicator.unit,
          })),
        ],
        areaOf: areaOfRow,
        rows: rows.map(({ code, name }) => ({
          name,
          area: code,
          ...Object.fromEntries(
            columns.map(({ indicator, figures }) => [indicator.id, figures.get(code) ?? null]),
          ),
        })),
      },
    };

    function inOrder({ rows, shown, indicator }: Asked): { code: string; name: string }[] {
      if (rows.length === 0) return shapes.map(({ code, name }) => ({ code, name }));
      const codes = new Set(shown.map(({ code }) => code));
      const highestFirst = ranked<Figure>(rows).filter(({ code }) => codes.has(code));
      return indicator.polarity === "low" ? highestFirst : highestFirst.toReversed();
    }
  });
}

// Which area is worse in most: a count of what is beyond chance, so that of nothing nothing is made.
function worstTitle(
  rows: readonly { code: string; name: string }[],
  columns: readonly Column[],
  { areas }: Asked,
): string {
  const judged = columns.filter(
    (column) =>
      (column.indicator.polarity === "high" || column.indicator.polarity === "low") &&
      rows.some(({ code }) => standingIn(column, column.figures.get(code)) !== "unknown"),
  );
  if (judged.length === 0)
    return `${plural(columns.length, "indicator")} of ${plural(rows.length, ...areas)}`;
  const counts = rows.map(({ code, name }) => ({
    name,
    worse: judged.filter(
      (column) => lookOf(standingIn(column, column.figures.get(code)), column.indicator.polarity) === "worse",
    ).length,
  }));
  const most = Math.max(0, ...counts.map(({ worse }) => worse));
  const of = plural(judged.length, "indicator");
  if (most === 0) return `No ${areas[0]} is worse than all together by more than chance in any of ${of}`;
  const holders = counts.filter(({ worse }) => worse === most).map(({ name }) => name);
  const who = holders.length > 3 ? plural(holders.length, ...areas) : formatList(holders);
  return `${who} ${holders.length === 1 ? "is" : "are"} worse by more than chance in ${most} of ${of}${most === 1 ? "" : ", the most"}`;
}
