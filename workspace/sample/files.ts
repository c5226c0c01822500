import { sampleNote } from "../../loaders/store/paths.js";
import { academicYearName, academicYears, day, terms } from "./calendar.js";

/** Names of the sample's files, each in the folder of its source. */
export const fileNames = {
  register: "child-health-register/Child_Health_Register_sample_20261031.csv",
  visiting: "health-visiting-reviews/HV_reviews_sample_2026-09.csv",
  /** A term as a workbook; as text where it would be too large for one. */
  headcount: (term: string, text: boolean) =>
    `funded-childcare-headcount/Funded childcare headcount sample ${term}.${text ? "csv" : "xlsx"}`,
  eligible: (term: string) => `eligible-two-year-olds/eligible_two_year_olds_sample_${term}.txt`,
  registrations: "childrens-centre-registrations/centre_registrations_sample.json",
  attendances: "childrens-centre-attendances/centre_attendances_sample.csv",
  profile: (year: string) => `eyfsp-return/EYFSP_return_sample_${year}.csv`,
  settings: "settings-register/childcare_providers_sample_2026-08-31.csv",
  directory: "family-directory/family_directory_sample_2026-10-31.json",
  postcodes: "postcode-directory/postcode_directory_sample.csv",
  population: "small-area-population/small_area_population_sample.parquet",
  deprivation: "deprivation-2025/imd2025_lsoa21_sample.csv",
  wards: "ward-boundaries/wards_sample.geojson",
  areas: "lsoa-boundaries/lsoa21_sample.geojson",
  areaWard: "lsoa-ward-lookup/lookup_lsoa21_ward_sample.csv",
  wardLocality: "ward-locality-lookup/ward_to_nhs_locality_sample.csv",
  note: sampleNote,
};

/** When each file would have been delivered, in the sample's world: its modification time. */
export function deliveries(text: boolean): { file: string; on: number }[] {
  return [
    { file: fileNames.register, on: day(2026, 10, 31) },
    { file: fileNames.visiting, on: day(2026, 10, 8) },
    ...terms.map((t) => ({ file: fileNames.headcount(t.name, text), on: t.start + 49 })),
    ...terms.map((t) => ({ file: fileNames.eligible(t.name), on: t.start + 3 })),
    { file: fileNames.registrations, on: day(2026, 10, 31) },
    { file: fileNames.attendances, on: day(2026, 10, 31) },
    ...academicYears.map((y) => ({ file: fileNames.profile(academicYearName(y)), on: day(y + 1, 8, 7) })),
    { file: fileNames.settings, on: day(2026, 9, 15) },
    { file: fileNames.directory, on: day(2026, 10, 31) },
    { file: fileNames.postcodes, on: day(2026, 8, 26) },
    { file: fileNames.population, on: day(2026, 10, 15) },
    { file: fileNames.deprivation, on: day(2025, 11, 20) },
    { file: fileNames.wards, on: day(2026, 6, 5) },
    { file: fileNames.areas, on: day(2026, 6, 5) },
    { file: fileNames.areaWard, on: day(2026, 6, 5) },
    { file: fileNames.wardLocality, on: day(2026, 6, 5) },
  ];
}
