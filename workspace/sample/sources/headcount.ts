import { addMonths, formatDate, formatDay, parts, terms } from "../calendar.js";
import { type Recorded, record, typedPostcode } from "../faults.js";
import { fileNames } from "../files.js";
import { type Child, homeOn } from "../people/family.js";
import { type Attendance, type Basis, type Funding, recognised } from "../people/funding.js";
import type { Random } from "../random.js";
import { rates as allRates, coverage } from "../rates.js";
import { type Cell, Delimited, type Rows } from "../write/extract.js";
import { Workbook } from "../write/workbook.js";
import { type Desk, type Household, placeOf, purpose, type SampleSource } from "./source.js";

const rates = allRates.headcount;
const header = [
  "Child Forename",
  "Child Surname",
  "DOB",
  "Home Postcode",
  "Gender",
  "Ethnicity Code",
  "Provider URN",
  "Age at Start of Term",
  "Funding Stream",
  "Funded Hours per Week",
  "Basis for Funding",
  "EYPP",
  "SEN Provision",
];
const streamCodes = { "two-year-old additional support": "2YR", universal: "UNI", "working parents": "WPE" };
const basisCodes: Record<Basis, string> = { economic: "ECO", "ehcp or dla": "HSD", "looked after": "LAA" };
const sendCodes = { none: "N", support: "K", ehcp: "E" };
const dateAsText = 0.015;
const pupilPremium = 0.8;

/** The termly headcount of funded children, from providers: a workbook a term, a row a provider and entitlement. */
export class Headcount implements SampleSource {
  private readonly rows: Rows[];

  constructor(private readonly desk: Desk) {
    this.rows = terms.map((term) => {
      const { path, extract } = placeOf(desk, fileNames.headcount(term.name, desk.text));
      const preamble = [
        `Funded childcare headcount, ${term.title}: SAMPLE, invented children`,
        `Headcount week of ${formatDay(term.start + 35, "dd/mm/yyyy")}. Official – sensitive`,
        "",
      ];
      return desk.text
        ? new Delimited(path, { delimiter: ",", preamble, header }, desk.truth, extract)
        : new Workbook(path, { sheet: "Headcount", preamble, header }, desk.truth, extract);
    });
  }

  add({ family, funding }: Household): void {
    family.children.forEach((child, i) => {
      const { attendances } = funding[i]!;
      if (!attendances.some((a) => a.term >= 0)) return;
      const random = family.random.fork(purpose("headcount", i));
      const records = new Map<string, ProviderRecord>();
      for (const attendance of attendances)
        if (attendance.term >= 0) this.term(child, attendance, funding[i]!, records, random);
    });
  }

  async drain(): Promise<void> {
    for (const rows of this.rows) if (rows instanceof Workbook) await rows.drain();
  }

  async close(): Promise<void> {
    for (const rows of this.rows) await rows.close();
  }

  private term(
    child: Child,
    { term, age, places }: Attendance,
    funding: Funding,
    records: Map<string, ProviderRecord>,
    random: Random,
  ): void {
    const rows = this.rows[term]!;
    const start = terms[term]!.start;
    for (const place of places) {
      // A provider types a child in once and sends the same record every term.
      const kept = records.get(place.provider) ?? providerRecord(child, random);
      records.set(place.provider, kept);
      const home = homeOn(child.family, kept.staleAddress ? addMonths(start, -14) : start);
      const cells: Cell[] = [
        kept.written.forename,
        kept.written.surname,
        this.birthCell(child, kept, random),
        typedPostcode(home.postcodeText, rates.postcode, random),
        child.sex === "female" ? "Female" : "Male",
        kept.ethnicity,
        place.provider,
        age,
        streamCodes[place.entitlement],
        place.hours,
        place.entitlement === "two-year-old additional support" ? basisCodes[funding.basis!] : null,
        age > 2 && kept.premium ? "Y" : "N",
        sendCodes[recognised(child.send, age, kept.recognition)],
      ];
      if (random.chance(rates.badRow)) spoil(cells, random);
      if (random.chance(rates.late)) rows.late(cells, child);
      else rows.row(cells, child);
      if (random.chance(rates.duplicate)) rows.late(cells, child);
    }
  }

  private birthCell(child: Child, { written }: ProviderRecord, random: Random): Cell {
    const { birth } = written;
    const exists = birth.year > 2000 && !(birth.month === 2 && birth.date > 29);
    if (this.desk.text || !exists || random.chance(dateAsText)) return formatDate(birth, "dd/mm/yyyy");
    const same =
      birth.date === parts(child.birth).date &&
      birth.month === parts(child.birth).month &&
      birth.year === parts(child.birth).year;
    return {
      day: same ? child.birth : Math.floor(Date.UTC(birth.year, birth.month - 1, birth.date) / 86_400_000),
    };
  }
}

interface ProviderRecord {
  written: Recorded;
  ethnicity: string;
  premium: boolean;
  staleAddress: boolean;
  recognition: number;
}

function providerRecord(child: Child, random: Random): ProviderRecord {
  return {
    written: record(child, parts(child.birth), rates, random),
    ethnicity: random.chance(coverage.unknownEthnicity.headcount)
      ? random.pick(["NOBT", "REFU"])
      : child.family.ethnicity.education,
    premium: child.family.poor && random.chance(pupilPremium),
    staleAddress: random.chance(rates.oldAddress),
    recognition: random.next(),
  };
}

/** Makes a row that must end in quarantine. */
function spoil(cells: Cell[], random: Random): void {
  const column = random.pick([
    "Provider URN",
    "Age at Start of Term",
    "Funding Stream",
    "Funded Hours per Week",
  ]);
  const wrong: Record<string, Cell> = {
    "Provider URN": null,
    "Age at Start of Term": 9,
    "Funding Stream": "TBC",
    "Funded Hours per Week": 570,
  };
  cells[header.indexOf(column)] = wrong[column]!;
}
