import type { Origin } from "./pools.js";

export type Major = "Asian" | "Black" | "Mixed" | "White" | "Other";

/** An ethnic group as the health service, the education department and a children's centre record it. */
export interface Ethnicity {
  major: Major;
  health: string;
  education: string;
  label: string;
  /** Share of its major group among the sample's families. */
  share: number;
  forenames: Origin;
  surnames: Origin;
}

const group = (
  major: Major,
  share: number,
  health: string,
  education: string,
  label: string,
  forenames: Origin,
  surnames = forenames,
): Ethnicity => ({ major, share, health, education, label, forenames, surnames });

export const ethnicities: Ethnicity[] = [
  group("White", 0.83, "A", "WBRI", "White British", "british"),
  group("White", 0.03, "B", "WIRI", "White Irish", "irish"),
  group("White", 0.14, "C", "WOTH", "Any other White background", "eastEuropean"),
  group("Mixed", 0.38, "D", "MWBC", "White and Black Caribbean", "british", "caribbean"),
  group("Mixed", 0.1, "E", "MWBA", "White and Black African", "british", "westAfrican"),
  group("Mixed", 0.27, "F", "MWAS", "White and Asian", "british", "muslimSouthAsian"),
  group("Mixed", 0.25, "G", "MOTH", "Any other Mixed background", "caribbean", "british"),
  group("Asian", 0.12, "H", "AIND", "Indian", "sikh"),
  group("Asian", 0.08, "H", "AIND", "Indian", "hindu"),
  group("Asian", 0.55, "J", "APKN", "Pakistani", "muslimSouthAsian"),
  group("Asian", 0.15, "K", "ABAN", "Bangladeshi", "muslimSouthAsian"),
  group("Asian", 0.03, "R", "CHNE", "Chinese", "chinese"),
  group("Asian", 0.07, "L", "AOTH", "Any other Asian background", "hindu"),
  group("Black", 0.25, "M", "BCRB", "Black Caribbean", "caribbean"),
  group("Black", 0.37, "N", "BAFR", "Black African", "westAfrican"),
  group("Black", 0.28, "N", "BAFR", "Black African", "eastAfrican"),
  group("Black", 0.1, "P", "BOTH", "Any other Black background", "caribbean"),
  group("Other", 1, "S", "OOTH", "Any other ethnic group", "arab"),
];
