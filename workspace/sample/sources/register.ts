import { addMonths, endOfWorld, formatDate, formatDay, parts } from "../calendar.js";
import { placeholder, record, typedPostcode } from "../faults.js";
import { fileNames } from "../files.js";
import { wrongDigit } from "../identifiers.js";
import { type Child, homeOn } from "../people/family.js";
import type { Random } from "../random.js";
import { rates as allRates, coverage, placeholders } from "../rates.js";
import { type Cell, Delimited } from "../write/extract.js";
import { type Desk, type Household, placeOf, purpose, type SampleSource } from "./source.js";

const rates = allRates.register;
const header = [
  "NHS Number",
  "Given Name",
  "Family Name",
  "Date of Birth",
  "Gender",
  "Ethnic Category",
  "Address",
  "Postcode",
  "GP Practice Code",
  "Date Registered",
  "Date Moved Out",
];

/** The child health register: one row a child who lives in the city or did, as at the end of the sample's world. */
export class Register implements SampleSource {
  private readonly rows: Delimited;

  constructor(private readonly desk: Desk) {
    const { path, extract } = placeOf(desk, fileNames.register);
    this.rows = new Delimited(
      path,
      { delimiter: ",", header, bom: true, lineEnd: "\r\n" },
      desk.truth,
      extract,
    );
  }

  add({ family }: Household): void {
    if (family.outside) return;
    family.children.forEach((child, i) => {
      const random = family.random.fork(purpose("register", i));
      const registered = Math.max(
        child.birth + random.between(2, 14),
        family.arrives + random.between(7, 100),
      );
      if (registered > endOfWorld || registered >= family.leaves || !random.chance(coverage.register)) return;
      const row = this.cells(child, registered, random);
      if (random.chance(rates.late)) this.rows.late(row, child);
      else this.rows.row(row, child);
      if (random.chance(rates.duplicate)) this.rows.late(second(row, child, random), child);
    });
  }

  async close(): Promise<void> {
    await this.rows.close();
  }

  private cells(child: Child, registered: number, random: Random): Cell[] {
    const { family } = child;
    const written = record(child, parts(child.birth), rates, random);
    const nameless =
      child.birth > endOfWorld - placeholders.newbornDays ? placeholders.newborn : placeholders.neverFilledIn;
    const until = Math.min(endOfWorld, family.leaves - 1);
    const home = homeOn(
      family,
      random.chance(rates.oldAddress) ? Math.max(registered, addMonths(until, -18)) : until,
    );
    const gone = family.leaves <= endOfWorld && random.chance(coverage.knownDepartures);
    const movedOut = family.leaves + random.between(0, 60);
    return [
      number(child, random),
      random.chance(nameless) ? placeholder(child, random) : written.forename,
      written.surname,
      formatDate(written.birth, "dd/mm/yyyy"),
      random.chance(rates.badRow) ? "9" : random.chance(0.002) ? "U" : child.sex === "female" ? "F" : "M",
      random.chance(coverage.unknownEthnicity.register) ? "Z" : family.ethnicity.health,
      home.line,
      typedPostcode(home.postcodeText, rates.postcode, random),
      this.practice(home.postcode, random),
      formatDay(registered, "dd/mm/yyyy"),
      gone && movedOut <= endOfWorld ? formatDay(movedOut, "dd/mm/yyyy") : null,
    ];
  }

  // The practices of a ward are its neighbours in the list.
  private practice(postcode: number, random: Random): Cell {
    const { practices } = this.desk.world.places;
    const { areas, postcodes } = this.desk.world;
    const ward = areas[postcodes.area[postcode]!]!.ward;
    return random.chance(0.02) ? null : practices[(ward * 2 + random.below(4)) % practices.length]!;
  }
}

function number(child: Child, random: Random): Cell {
  if (random.chance(rates.missingIdentifier)) return null;
  const digits = random.chance(rates.wrongIdentifier) ? wrongDigit(child.nhsNumber, random) : child.nhsNumber;
  return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
}

// A baby's first record that was never merged, or a second registration under the number of nobody.
function second(row: Cell[], child: Child, random: Random): Cell[] {
  const copy = [...row];
  copy[0] = random.chance(0.5) ? null : row[0]!;
  if (random.chance(0.5)) copy[1] = placeholder(child, random);
  copy[5] = "Z";
  return copy;
}
