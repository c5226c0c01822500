import { formatCount } from "../../components/words/numbers.js";
/** The text that lies beside the sample's extracts. */
export function note(children: number, seed: number): string {
  return `SAMPLE DATA

Everything in this folder is invented. No child, family or childcare setting in it exists,
and no figure from it may be published as if it were true of a place.

What is real: the names and codes of Birmingham's 69 wards, the locality each belongs to, and
where the middle of each ward is, to about a kilometre. The shapes of wards and small areas
are made up from those middles.

Every row of every file says so itself, in its column or key "Sample data", and what is made
from any such file counts as a sample, wherever the file or the workspace is copied to.

What cannot be mistaken for the real thing:
- small areas have codes from E01999001 on, which no LSOA has;
- postcodes begin with B51 to B59, B81 to B89 or a letter X, which are not in use;
- NHS numbers are in the range 999 000 0000 to 999 999 9999, which is kept for tests (a sample
  of more than about half a million children also uses other numbers beginning with 9, which
  are not issued either);
- pupil numbers name schools with numbers from 9000 on, which no school in the city has;
- settings have numbers from EY900001 on and the word sample in their names.

The faults in the files (typing errors, missing numbers, twins under one name, impossible dates)
are there on purpose. Dates run to 31 October 2026.

Made with seed ${seed} for ${formatCount(children)} children under six. To make it again:
  npm run sample
`;
}
