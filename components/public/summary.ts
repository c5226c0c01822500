import { FileAttachment } from "observablehq:stdlib";
import type { Summary } from "../../loaders/public/summary.json.js";
import { miniBars } from "../charts/mini-bars.js";
import { miniMap } from "../charts/mini-map.js";
import { element } from "../element.js";
import { figure } from "../figures/figure.js";
import { radioChooser, selectChooser } from "../inputs/choosers.js";
import type { ViewElement } from "../inputs/url-state.js";
import { type SpokenPage, spokenPage } from "../messages/page-language.js";
import type { Speaker } from "../messages/speaker.js";
import { stackedTable } from "../tables/stacked-table.js";
import { summaryFigure } from "../tables/summary-file.js";
import { formatDate } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import { roundPercent, tellings } from "../words/plain-words.js";
import { barsTitle, mapWords } from "../words/public-words.js";
import { hasValue } from "../words/status.js";
import { speakerOfAreas } from "./catalogues.js";
import { answerSaid, ofMeasure, pooledSaid } from "./said.js";

type Figures = Summary["measures"][number];
/** Of measures that have a figure for the city: what goes with it is there too. */
type Told = Figures & { city: NonNullable<Figures["city"]> };

/** A summary whose areas are wards, or the locality that a page is about. */
export type SummaryOfAreas = Summary & { level?: "ward" | "locality" };

/** What the summary tells families. */
export interface ToldSummary {
  data: Summary;
  city: string;
  /** Measures that there is a figure of, and those of them that are known by ward. */
  measures: Told[];
  byWard: Told[];
  /** The ward that is chosen, or the city. */
  placeOf(asked: AskedArea): string;
  /** A measure in the ward that is chosen and in the city, by the id of its indicator. */
  measure(id: string, asked: AskedArea): ToldMeasure;
}

/** What a family looks for: a ward's code or nothing, and the measure that the map shows. */
export interface AskedArea {
  ward: string;
  measure: string;
  choose(ward: string): void;
}

/** A measure in words and bars. Not available where there is no figure of it. */
export interface ToldMeasure {
  available: boolean;
  told: Told | undefined;
  data: SummaryOfAreas;
  /** What it asks, and what it counts. */
  question: string;
  note: string;
  /** In the ward, over several periods together where one shows nothing, and in the city: sentences. */
  answer: string;
  ward: Summary["wards"][number] | undefined;
  place: number;
}

/** The summary on a page of its own, in the reader's language. */
export interface SummaryPage extends ToldSummary, SpokenPage {
  speaker: Speaker;
}

/** Fetches the summary for families, and the words of the page. */
export async function summary(): Promise<SummaryPage> {
  const [data, speaker] = await Promise.all([
    FileAttachment("../../data/summary.json").json<Summary>(),
    speakerOfAreas(),
  ]);
  const { say } = speaker;
  const city = data.city.name;
  return {
    ...spokenPage(speaker, { title: say("title", { city }) }),
    ...toldSummary(data, speaker),
    speaker,
  };
}

/** What a data set of the summary tells, in the words of a catalogue. */
export function toldSummary(data: SummaryOfAreas, speaker: Speaker): ToldSummary {
  const measures = data.measures.filter((measure): measure is Told => measure.city !== null);
  const wardOf = ({ ward }: AskedArea) => data.wards.find(({ code }) => code === ward);
  return {
    data,
    city: data.city.name,
    measures,
    byWard: measures.filter(({ wards }) => wards.length > 0),
    placeOf: (asked) => wardOf(asked)?.name ?? data.city.name,
    measure: (id, asked) => {
      const told = measures.find((measure) => measure.id === id);
      const ward = told && told.wards.length > 0 ? wardOf(asked) : undefined;
      const place = ward ? data.wards.indexOf(ward) : -1;
      const answer = told ? answerOf(speaker, told, ward, { place, city: data.city.name }) : "";
      return {
        available: told !== undefined,
        told,
        data,
        ward,
        place,
        answer,
        question: ofMeasure(speaker, "question", id),
        note: ofMeasure(speaker, "note", id),
      };
    },
  };
}

/** Where a family chooses its ward, and what the map shows. Its value is both. */
export function find({ data, city, byWard, speaker }: SummaryPage): ViewElement<AskedArea> {
  const { say } = speaker;
  const wards = selectChooser({
    label: say("ward"),
    options: [["", say("allOf", { city })], ...data.wards.map(({ code, name }) => [code, name] as const)],
  });
  const mostShown = Math.max(0, ...byWard.map(shownOf));
  const usual = byWard.findLast((measure) => shownOf(measure) === mostShown)?.id;
  const measures = radioChooser({
    label: say("onMap"),
    options: byWard.map(({ id }) => [id, ofMeasure(speaker, "short", id)]),
    ...(usual ? { value: usual } : {}),
  });
  const control = element(
    "div",
    {},
    wards,
    element("p", {}, element("a", { href: "./areas/" }, say("site.areas"))),
    measures,
  );
  control.hidden = byWard.length === 0;
  return Object.defineProperty(control, "value", {
    get: () => ({ ward: wards.value, measure: measures.value, choose: wards.choose }),
  }) as unknown as ViewElement<AskedArea>;
}

/** The measure that is chosen, ward by ward on a map; a ward is chosen on it, too. Nothing where no measure is known by ward. */
export function wardMap(told: ToldSummary, asked: AskedArea): HTMLElement {
  const { data, byWard } = told;
  const { measure: id, ward, choose } = asked;
  const measure = byWard.find((one) => one.id === id);
  if (!measure) return nothingToTell();
  const figures = data.wards.map(({ code, name }, i) => ({ code, name, figure: measure.wards[i]! }));
  return figure({
    ...mapWords(measure, data, ward),
    ...originOf(measure, data),
    chart: miniMap({
      areas: data.wards,
      size: data.size,
      figures: new Map(figures.map(({ code, figure }) => [code, figure])),
      unit: "percent",
      format: roundPercent,
      chosen: ward,
      choose,
    }),
    table: {
      columns: [
        { key: "name", label: "Ward" },
        { key: "figure", label: "In every 100 children", unit: "percent" },
      ],
      rows: figures.map(({ code, name, figure }) => ({
        name,
        figure: summaryFigure(measure, figure, { code, name, level: "ward" }),
      })),
    },
  });
}

/** A measure in the ward that is chosen, the city and the country as bars. */
export function bars(measure: ToldMeasure): HTMLElement {
  const { told, data, ward, place } = measure;
  if (!told) return nothingToTell();
  const city = data.city.name;
  const own = ward && told.wards[place];
  const rows = [
    ...(own
      ? [{ label: ward.name, figure: own, area: { code: ward.code, level: data.level ?? ("ward" as const) } }]
      : []),
    {
      label: city,
      figure: told.city,
      context: own !== undefined,
      area: { code: data.city.code, level: "city" as const },
    },
    ...(told.country
      ? [
          {
            label: told.country.name,
            figure: told.country,
            context: true,
            area: { code: told.country.areaCode, level: "country" as const },
          },
        ]
      : []),
  ];
  const longer = longerOf(told, place);
  // Of other children than the bars are of, so in the table alone.
  const others =
    longer && ward
      ? [
          {
            label: `${ward.name}, ${longer.period}`,
            figure: longer.figure,
            area: { code: ward.code, level: data.level ?? ("ward" as const), name: ward.name },
            of: { ...told, period: longer.period, periodStart: longer.periodStart },
          },
        ]
      : [];
  return figure({
    title: barsTitle(
      { name: city, figure: counted(told.city) },
      own ? { name: ward.name, figure: own } : undefined,
    ),
    ...originOf(told, data),
    description: `${rows.map(({ label, figure }) => `${label}: ${roundPercent(figure)}`).join(". ")}.`,
    chart: miniBars(rows, { format: roundPercent, most: 100 }),
    table: {
      columns: [
        { key: "label", label: "Place" },
        { key: "figure", label: "In every 100 children", unit: "percent" },
        { key: "lower", label: "Could be as low as", unit: "percent" },
        { key: "upper", label: "Could be as high as", unit: "percent" },
      ],
      rows: [...rows.map((row) => ({ ...row, of: told })), ...others].map(({ label, figure, area, of }) => ({
        label,
        figure: summaryFigure(of, figure, { name: label, ...area }),
        lower: figure.lower,
        upper: figure.upper,
      })),
    },
  });
}

/** The measures of the summary with their periods, dates and sources. */
export function sourcesTable(told: ToldSummary): HTMLElement {
  const { measures } = told;
  return stackedTable(
    "Figures on this page",
    ["What", "For", "Data as of", "Source"],
    measures.map((m) => [m.name, m.period ?? "", formatDate(m.asOf), m.source ?? ""]),
  );
}

function originOf(measure: Told, { sample }: Summary) {
  return {
    unit: `${tellings[measure.id]!.unit}. ${measure.period}`,
    source: measure.source ?? "",
    asOf: formatDate(measure.asOf),
    sample,
    ...(measure.notes && { notes: measure.notes }),
  };
}

function shownOf({ wards }: Told): number {
  return wards.filter(hasValue).length;
}

// A ward's figure of several periods together, where that of one is left out.
function longerOf({ wards, pooled }: Told, place: number) {
  const own = wards[place];
  const figure = pooled?.wards[place];
  return own && !hasValue(own) && pooled && figure && hasValue(figure)
    ? { figure, period: pooled.period, periodStart: pooled.periodStart }
    : undefined;
}

function answerOf(
  speaker: Speaker,
  told: Told,
  ward: Summary["wards"][number] | undefined,
  { place, city }: { place: number; city: string },
): string {
  const longer = longerOf(told, place);
  return [
    ward && answerSaid(speaker, told.id, ward.name, told.wards[place] ?? null),
    ward && longer && pooledSaid(speaker, told.id, ward.name, longer.figure, longer.period),
    answerSaid(speaker, told.id, city, told.city),
  ]
    .filter(Boolean)
    .join(" ");
}

function counted<T extends object>(figure: T): T & { numerator: null; denominator: null } {
  return { ...figure, numerator: null, denominator: null };
}
