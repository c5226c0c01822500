import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { sampleColumn, sampleValue } from "../../../loaders/registry/sample-mark.js";
import { addMonths, day, endOfWorld, formatDate, formatDay, parts } from "../calendar.js";
import { record, typedPostcode } from "../faults.js";
import { fileNames } from "../files.js";
import { type Child, homeOn } from "../people/family.js";
import { type Random, Weighted } from "../random.js";
import { rates as allRates, coverage } from "../rates.js";
import { Delimited } from "../write/extract.js";
import { Lines } from "../write/lines.js";
import { type Desk, type Household, placeOf, purpose, type SampleSource } from "./source.js";

const rates = allRates.centres;
/** Attendances are kept from here on. */
const attendancesFrom = day(2023, 4, 1);
const register = { chance: -0.35, deprivation: 1.1, area: 0.5, outside: 0.05 };
const meanVisitsPerYear = 3.2;
const regulars = 0.12;
const unknownChild = 0.002;
const activities = new Weighted(
  [
    "Stay and play",
    "Baby group",
    "Story and rhyme time",
    "Messy play",
    "Health visitor drop-in",
    "Speech and language group",
    "Parenting course",
  ],
  [30, 18, 15, 12, 12, 8, 5],
);

/** Children's centres: one export of registrations, and one of attendances that knows children by registration alone. */
export class Centres implements SampleSource {
  private readonly registrations: Lines;
  private readonly attendances: Delimited;
  private readonly extract: string;
  private registered = 0;

  constructor(private readonly desk: Desk) {
    const { path, extract } = placeOf(desk, fileNames.registrations);
    mkdirSync(dirname(path), { recursive: true });
    this.extract = extract;
    this.registrations = new Lines(path);
    this.registrations.add(
      `{"exported":"${formatDay(endOfWorld, "yyyy-mm-dd")}T22:00:00Z","system":"SAMPLE, invented children","registrations":[`,
    );
    const other = placeOf(desk, fileNames.attendances);
    this.attendances = new Delimited(
      other.path,
      { delimiter: "|", header: ["REG_ID", "CENTRE", "SESSION_DATE", "ACTIVITY"] },
      desk.truth,
      other.extract,
    );
  }

  add({ family }: Household): void {
    family.children.forEach((child, i) => {
      const random = family.random.fork(purpose("centres", i));
      if (!random.chance(this.chance(child))) return;
      const earliest = Math.max(child.birth, family.arrives);
      const on = earliest + Math.floor(random.next() ** 2 * 900) + 7;
      const until = Math.min(endOfWorld, family.leaves - 1, addMonths(child.birth, 60));
      if (on >= until) return;
      const id = this.register(child, on, random);
      if (random.chance(rates.duplicate))
        this.register(child, Math.min(until, on + random.between(30, 400)), random);
      this.attend(child, id, on, until, random);
    });
  }

  async close(): Promise<void> {
    this.registrations.write("\n]}");
    this.registrations.close();
    await this.attendances.close();
  }

  private chance(child: Child): number {
    const home = homeOn(child.family, child.birth);
    if (home.postcode < 0) return register.outside;
    const { areas, postcodes } = this.desk.world;
    const area = areas[postcodes.area[home.postcode]!]!;
    return (
      1 /
      (1 +
        Math.exp(
          -(register.chance + register.deprivation * (area.deprivation - 0.75) + register.area * area.takeUp),
        ))
    );
  }

  private register(child: Child, on: number, random: Random): { id: string; centre: string } {
    const { family } = child;
    const home = homeOn(family, on);
    const written = record(child, parts(child.birth), rates, random);
    const id = `CC-${String(++this.registered).padStart(7, "0")}`;
    const centre = this.centre(home.postcode, random);
    const entry = {
      registrationId: id,
      firstName: written.forename,
      lastName: written.surname,
      dateOfBirth: formatDate(written.birth, "yyyy-mm-dd"),
      postCode: typedPostcode(home.postcodeText, rates.postcode, random),
      gender: random.chance(0.02) ? null : child.sex === "female" ? "Girl" : "Boy",
      ethnicity: random.chance(coverage.unknownEthnicity.centres)
        ? "Prefer not to say"
        : family.ethnicity.label,
      centre,
      registeredOn: random.chance(rates.badRow) ? "pending" : formatDay(on, "yyyy-mm-dd"),
      [sampleColumn]: sampleValue,
    };
    this.registrations.add(`${this.registered > 1 ? "," : ""}\n${JSON.stringify(entry)}`);
    this.desk.truth.row(this.extract, this.registered, child);
    return { id, centre };
  }

  private attend(
    child: Child,
    registration: { id: string; centre: string },
    from: number,
    until: number,
    random: Random,
  ): void {
    const start = Math.max(from, attendancesFrom);
    if (start >= until) return;
    const rate = meanVisitsPerYear * (random.chance(regulars) ? 4 : 0.5);
    for (let on = start; ; ) {
      on += 1 + Math.floor((-Math.log(1 - random.next()) * 365) / rate);
      if (on > until) return;
      // Day 0, 1 January 1970, was a Thursday: Sundays are moved to the Monday.
      if ((on + 4) % 7 === 0) on++;
      const id = random.chance(unknownChild) ? `CC-9${registration.id.slice(4)}` : registration.id;
      const date = random.chance(rates.badRow) ? "31.09.2024" : formatDay(on, "dd.mm.yyyy");
      this.attendances.row([id, registration.centre, date, activities.draw(random)], child);
    }
  }

  private centre(postcode: number, random: Random): string {
    const { areas, postcodes, places } = this.desk.world;
    const near = postcode < 0 ? places.centres : places.centresOf[areas[postcodes.area[postcode]!]!.ward]!;
    return (random.chance(0.7) ? near[0]! : random.pick(near)).id;
  }
}
