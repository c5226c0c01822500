import { addMonths, formatDate, parts, terms } from "../calendar.js";
import { record, typedPostcode } from "../faults.js";
import { fileNames } from "../files.js";
import { homeOn } from "../people/family.js";
import type { Basis } from "../people/funding.js";
import { rates as allRates } from "../rates.js";
import { type Cell, Delimited } from "../write/extract.js";
import { type Desk, type Household, placeOf, purpose, type SampleSource } from "./source.js";

const rates = allRates.eligible;
const header = ["FORENAME", "SURNAME", "BIRTH_DATE", "POSTCODE", "CRITERION"];
const codes: Record<Basis, string> = { economic: "ECO", "ehcp or dla": "EHCP/DLA", "looked after": "LAC" };

/** The termly list of families whose two-year-olds may have additional support: in capitals, drawn up before the term. */
export class Eligible implements SampleSource {
  private readonly rows: Delimited[];

  constructor(desk: Desk) {
    this.rows = terms.map((term) => {
      const { path, extract } = placeOf(desk, fileNames.eligible(term.name));
      return new Delimited(path, { delimiter: "\t", header, lineEnd: "\r\n" }, desk.truth, extract);
    });
  }

  add({ family, funding }: Household): void {
    family.children.forEach((child, i) => {
      const { listed, basis } = funding[i]!;
      if (!listed.length) return;
      const random = family.random.fork(purpose("eligible", i));
      const written = record(child, parts(child.birth), rates, random);
      const stale = random.chance(rates.oldAddress);
      for (const t of listed) {
        const asAt = terms[t]!.start - 40;
        const home = homeOn(family, stale ? addMonths(asAt, -10) : asAt);
        const row: Cell[] = [
          written.forename.toUpperCase(),
          written.surname.toUpperCase(),
          formatDate(written.birth, "yyyymmdd"),
          typedPostcode(home.postcodeText, rates.postcode, random).replace(" ", ""),
          random.chance(rates.badRow) ? "?" : codes[basis!],
        ];
        const rows = this.rows[t]!;
        if (random.chance(rates.late)) rows.late(row, child);
        else rows.row(row, child);
        if (random.chance(rates.duplicate)) rows.late(row, child);
      }
    });
  }

  async close(): Promise<void> {
    for (const rows of this.rows) await rows.close();
  }
}
