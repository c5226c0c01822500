import { miniBars } from "../charts/mini-bars.js";
import { figure } from "../figures/figure.js";
import { stepName } from "../pathway/sentences.js";
import { formatDate, formatList } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import { roundPercent } from "../words/plain-words.js";
import type { Figured } from "../words/status.js";
import type { Area } from "./profile.js";

/** The same children from birth to Reception: where how many of them were met, in whole per cent, beside the city's. */
export function linkedPathway({ data, name, beside }: Area): HTMLElement {
  const { pathway, level, city } = data;
  if (!pathway || pathway.steps.every(({ own }) => own === null)) return nothingToTell();
  const isCity = level === "city";
  const all = beside === "all wards together" ? "All wards" : city.name;
  const shared = (share: number | null): Figured =>
    share === null ? { value: null, status: "suppressed" } : { value: share, status: "value" };
  const steps = pathway.steps.map(({ id, among, own, all: ofAll }) => ({
    name: stepName(id),
    of: among === null ? "all children" : ofWhom[among]!,
    own: shared(own),
    all: isCity ? null : shared(ofAll),
  }));
  return figure({
    title: `Children born September ${pathway.year} to August ${pathway.year + 1} who live in ${name}: at which steps they were met`,
    unit: isCity
      ? "Per cent of those children"
      : `Per cent of those children. The mark is of ${all.toLowerCase()}`,
    description: formatList(steps.map(({ name: step, of, own }) => `${step}: ${roundPercent(own)} of ${of}`)),
    chart: miniBars(
      steps.map(({ name: step, of, own, all: ofAll }) => ({
        label: `${step}, of ${of}`,
        figure: own,
        all: ofAll,
      })),
      { format: roundPercent, most: 100 },
    ),
    table: {
      columns: [
        { key: "name", label: "Step" },
        { key: "of", label: "Of whom" },
        { key: "own", label: `${name} (%)`, unit: "count" },
        ...(isCity ? [] : [{ key: "all", label: `${all} (%)`, unit: "count" }]),
      ],
      rows: steps,
    },
    source: formatList(pathway.sources),
    asOf: formatDate(data.asOf),
    sample: data.sample,
  });
}

const ofWhom: Record<string, string> = { "eligible-at-two": "those eligible", assessed: "those assessed" };
