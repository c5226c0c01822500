import { addMonths, formatDate, formatDay, parts, reviewsFrom, reviewsTo } from "../calendar.js";
import { placeholder, type Recorded, record, typedPostcode } from "../faults.js";
import { fileNames } from "../files.js";
import { wrongDigit } from "../identifiers.js";
import { asqOf } from "../people/development.js";
import { type Child, homeOn, residentOn } from "../people/family.js";
import type { Random } from "../random.js";
import { rates as allRates, placeholders } from "../rates.js";
import { type Cell, Delimited } from "../write/extract.js";
import { type Desk, type Household, placeOf, purpose, type SampleSource } from "./source.js";

const rates = allRates.visiting;
const domainCodes = ["COM", "GMO", "FMO", "PRS", "PSO"];
const header = [
  "NHS_No",
  "Forename",
  "Surname",
  "DOB",
  "Post_Code",
  "Contact_Type",
  "Contact_Date",
  "ASQ_Form",
  ...domainCodes.flatMap((d) => [`${d}_Score`, `${d}_Met`]),
];

/** Chances of each review, and when it is held. */
const reviews = [
  {
    type: "new birth",
    code: "NBV",
    chance: 0.955,
    day: (birth: number, random: Random) => birth + random.between(10, 17),
  },
  {
    type: "6-8 weeks",
    code: "6-8W",
    chance: 0.89,
    day: (birth: number, random: Random) => birth + random.between(42, 62),
  },
  {
    type: "12 months",
    code: "12M",
    chance: 0.83,
    day: (birth: number, random: Random) => addMonths(birth, 10) + random.between(20, 110),
  },
];
/** In logits, before what an area adds; and the share of those reviewed who come after two and a half. */
const atTwo = {
  chance: 1.72,
  area: 0.5,
  deprivation: -0.9,
  group: { Asian: -0.1, Black: -0.1, Mixed: 0, White: 0.15, Other: -0.4 },
  late: 0.06,
};
const completed = 0.955;

/** Health visitors' reviews of children who live in the city, from April 2023 to September 2026. */
export class Visiting implements SampleSource {
  private readonly rows: Delimited;

  constructor(private readonly desk: Desk) {
    const { path, extract } = placeOf(desk, fileNames.visiting);
    this.rows = new Delimited(
      path,
      { delimiter: ";", header, encoding: "windows-1252", lineEnd: "\r\n" },
      desk.truth,
      extract,
    );
  }

  add({ family }: Household): void {
    if (family.outside) return;
    family.children.forEach((child, i) => {
      const random = family.random.fork(purpose("visiting", i));
      const written = record(child, parts(child.birth), rates, random);
      const number = random.chance(rates.missingIdentifier)
        ? null
        : random.chance(rates.wrongIdentifier)
          ? wrongDigit(child.nhsNumber, random)
          : child.nhsNumber;
      for (const { type, code, chance, day } of reviews) {
        const on = day(child.birth, random);
        if (random.chance(chance) && held(child, on))
          this.write(child, written, number, type, code, on, null, random);
      }
      const on = this.dayAtTwo(child, random);
      if (random.chance(this.chanceAtTwo(child)) && held(child, on)) {
        const months = (on - child.birth) / 30.44;
        const form = months < 25.5 ? 24 : months < 28.5 ? 27 : 30;
        this.write(
          child,
          written,
          number,
          "2-2.5 years",
          "2-2.5Y",
          on,
          random.chance(completed) ? form : null,
          random,
        );
      }
    });
  }

  async close(): Promise<void> {
    await this.rows.close();
  }

  private dayAtTwo(child: Child, random: Random): number {
    const late = random.chance(atTwo.late);
    return late
      ? addMonths(child.birth, 31) + random.below(100)
      : addMonths(child.birth, 24) + random.below(175);
  }

  private chanceAtTwo(child: Child): number {
    const { areas, postcodes } = this.desk.world;
    const area = areas[postcodes.area[homeOn(child.family, addMonths(child.birth, 26)).postcode]!]!;
    const logit =
      atTwo.chance +
      atTwo.area * area.takeUp +
      atTwo.deprivation * (area.deprivation - 0.75) +
      atTwo.group[child.family.ethnicity.major];
    return 1 / (1 + Math.exp(-logit));
  }

  private write(
    child: Child,
    written: Recorded,
    number: Cell,
    type: string,
    code: string,
    on: number,
    form: number | null,
    random: Random,
  ): void {
    const home = homeOn(child.family, random.chance(rates.oldAddress) ? addMonths(on, -12) : on);
    const nameless = random.chance(placeholders.reviews[type]!);
    const results = form === null ? [] : asqOf(child, on, form, this.desk.world, random);
    const bad = random.chance(rates.badRow) ? random.below(3) : -1;
    const row: Cell[] = [
      number,
      nameless ? placeholder(child, random) : written.forename,
      written.surname.toUpperCase(),
      formatDate(written.birth, "dd-Mon-yyyy"),
      typedPostcode(home.postcodeText, rates.postcode, random),
      bad === 0 ? "XX" : code,
      bad === 1 ? null : formatDay(on, "dd-Mon-yyyy"),
      form,
      ...domainCodes.flatMap((_, d): Cell[] => {
        const result = results[d];
        if (!result) return type === "2-2.5 years" ? ["DK", "DK"] : [null, null];
        return [bad === 2 && d === 0 ? result.score + 600 : result.score, result.expected ? "Y" : "N"];
      }),
    ];
    if (random.chance(rates.late)) this.rows.late(row, child);
    else this.rows.row(row, child);
    if (random.chance(rates.duplicate)) this.rows.late(row, child);
  }
}

function held(child: Child, on: number): boolean {
  return on >= reviewsFrom && on <= reviewsTo && residentOn(child, on);
}
