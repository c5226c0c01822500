import {
  academicYearName,
  academicYears,
  addMonths,
  day,
  formatDate,
  parts,
  receptionStart,
} from "../calendar.js";
import { record, typedPostcode } from "../faults.js";
import { fileNames } from "../files.js";
import { makeUpn } from "../identifiers.js";
import { marksOf } from "../people/development.js";
import { type Child, homeOn, residentOn } from "../people/family.js";
import type { Random } from "../random.js";
import { rates as allRates, coverage, temporaryUpn } from "../rates.js";
import { type Cell, Delimited } from "../write/extract.js";
import { type Desk, type Household, placeOf, purpose, type SampleSource } from "./source.js";

const rates = allRates.profile;
/** The goals' columns, in the order of `goals`. */
const goalCodes = "LAU SPE SRE MSE BRE GMS FMS COM WRE WRI NUM NPA PPR PCC NAW CWM BIE".split(" ");
const header = [
  "UPN",
  "Surname",
  "Forename",
  "DOB",
  "Postcode",
  "Gender",
  "Ethnicity",
  "FSM_Eligible",
  "SEN_Status",
  "School_URN",
  ...goalCodes,
];
const sendCodes = { none: "N", support: "K", ehcp: "E" };
const ownWard = 0.78;
const outsideInCitySchool = 0.5;
/** Profiles with a goal left blank. */
const incomplete = 0.003;

/** The return of the Early Years Foundation Stage Profile: a file an academic year, a row a child finishing Reception. */
export class Profile implements SampleSource {
  private readonly rows: Delimited[];
  /** Pupils admitted so far, by school and year: the serial of a UPN. */
  private readonly admitted = new Map<string, number>();

  constructor(private readonly desk: Desk) {
    this.rows = academicYears.map((year) => {
      const { path, extract } = placeOf(desk, fileNames.profile(academicYearName(year)));
      return new Delimited(path, { delimiter: ",", header }, desk.truth, extract);
    });
  }

  add({ family, funding }: Household): void {
    family.children.forEach((child, i) => {
      const starts = receptionStart(child.birth);
      const which = academicYears.findIndex((year) => day(year, 9, 1) === starts);
      if (which < 0) return;
      const random = family.random.fork(purpose("profile", i));
      const assessed = day(academicYears[which]! + 1, 6, 20);
      const here = family.outside
        ? random.chance(outsideInCitySchool)
        : residentOn(child, assessed) && random.chance(coverage.profile);
      if (!here) return;
      const row = this.cells(child, academicYears[which]!, assessed, funding[i]!.attendances.length, random);
      const rows = this.rows[which]!;
      if (random.chance(rates.late)) rows.late(row, child);
      else rows.row(row, child);
      if (random.chance(rates.duplicate)) rows.late(row, child);
    });
  }

  async close(): Promise<void> {
    for (const rows of this.rows) await rows.close();
  }

  private cells(child: Child, year: number, assessed: number, early: number, random: Random): Cell[] {
    const { areas, postcodes, places } = this.desk.world;
    const { family } = child;
    const home = homeOn(family, random.chance(rates.oldAddress) ? addMonths(assessed, -12) : assessed);
    const ward =
      home.postcode >= 0 && random.chance(ownWard)
        ? areas[postcodes.area[home.postcode]!]!.ward
        : random.below(places.schoolsOf.length);
    const school = random.pick(places.schoolsOf[ward]!);
    const written = record(child, parts(child.birth), rates, random);
    const marks: Cell[] = marksOf(child, assessed, early, this.desk.world, random);
    if (random.chance(incomplete)) marks[random.below(marks.length)] = null;
    if (random.chance(rates.badRow)) marks[random.below(marks.length)] = "3";
    return [
      this.upn(school.number, year, random),
      written.surname,
      written.forename,
      formatDate(written.birth, "yyyy-mm-dd"),
      typedPostcode(home.postcodeText, rates.postcode, random),
      child.sex === "female" ? "F" : "M",
      random.chance(coverage.unknownEthnicity.profile) ? "REFU" : family.ethnicity.education,
      child.fsm ? "1" : "0",
      sendCodes[child.send],
      school.urn,
      ...marks,
    ];
  }

  private upn(school: string, year: number, random: Random): Cell {
    const key = `${school}-${year}`;
    const serial = (this.admitted.get(key) ?? 0) + 1;
    this.admitted.set(key, serial);
    if (random.chance(rates.missingIdentifier)) return null;
    const upn = makeUpn(school, year, serial, random.chance(temporaryUpn));
    if (!random.chance(rates.wrongIdentifier)) return upn;
    return upn.slice(0, 1) + upn.slice(1, -2) + ((Number(upn.at(-2)) + 1) % 10) + upn.slice(-1);
  }
}
