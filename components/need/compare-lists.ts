import type { Need } from "../briefing/need.js";
import { type ByWard, type Figure, worseWards } from "../words/findings.js";
import { formatList, plural } from "../words/format.js";

/** Where a ward stands: in the data and on the list, or in one of them alone. */
export type Place = "both" | "data" | "list";

/** A ward that is in need by the figures, on a service's list, or both. */
export interface ComparedWard {
  code: string;
  name: string;
  place: Place;
  /** Measures in which it is worse than all wards together by more than chance. */
  worseIn: ByWard[];
  /** Its figure in each measure, where it has one. */
  figures: { measure: ByWard; figure: Figure | undefined }[];
}

/** A service's list beside what the figures show. */
export interface ComparedLists {
  available: boolean;
  need: Need;
  /** Those in both first, then those in the data alone, and within each those that are worse in more measures first. */
  wards: ComparedWard[];
  /** How many of each, as the sentences say it. */
  both: number;
  onlyData: number;
  onlyList: number;
  /** What the two have in common and what not, in sentences; empty without a list. */
  summary: string;
}

/**
 * Sets a list of wards beside those that are worse than all wards together by more than chance in any of some measures. A code
 * that is no ward's is left out.
 */
export function compareLists(need: Need, listed: readonly string[]): ComparedLists {
  const { measured } = need;
  const worse = new Map(
    measured.map((measure) => [measure, new Set(worseWards(measure).map(({ code }) => code))]),
  );
  const names = new Map(
    need.data.areas.filter(({ level }) => level === "ward").map(({ code, name }) => [code, name]),
  );
  const onList = new Set(listed.filter((code) => names.has(code)));
  const wards = [...names]
    .map(([code, name]): ComparedWard & { isListed: boolean } => {
      const worseIn = measured.filter((measure) => worse.get(measure)!.has(code));
      const isListed = onList.has(code);
      return {
        code,
        name,
        isListed,
        worseIn,
        place: !isListed ? "data" : worseIn.length > 0 ? "both" : "list",
        figures: measured.map((measure) => ({
          measure,
          figure: measure.wards.find((ward) => ward.code === code),
        })),
      };
    })
    .filter(({ isListed, worseIn }) => isListed || worseIn.length > 0)
    .sort(
      (a, b) =>
        places.indexOf(a.place) - places.indexOf(b.place) ||
        b.worseIn.length - a.worseIn.length ||
        a.name.localeCompare(b.name, "en-GB"),
    );
  const count = (place: Place) => wards.filter((ward) => ward.place === place).length;
  const [both, onlyData, onlyList] = [count("both"), count("data"), count("list")];
  return {
    available: measured.length > 0,
    need,
    wards,
    both,
    onlyData,
    onlyList,
    summary: onList.size === 0 ? "" : summaryOf(wards, { both, onlyData, onlyList }),
  };
}

const places: readonly Place[] = ["both", "data", "list"];

function summaryOf(
  wards: readonly ComparedWard[],
  { both, onlyData, onlyList }: { both: number; onlyData: number; onlyList: number },
): string {
  const [listed, shown] = [both + onlyList, both + onlyData];
  if (shown === 0)
    return `The figures show need beyond chance in no ward, so ${listed === 1 ? "the one on your list does not stand out" : `none of the ${listed} on your list stands out`}.`;
  const among = `among the ${plural(shown, "ward")} where the figures show need beyond chance`;
  const first =
    listed === 1
      ? `The ward on your list is ${both === 1 ? "" : "not "}${shown === 1 ? among.replace("among the 1 ward", "the one") : among}.`
      : `Of the ${listed} wards on your list, ${both === 0 ? "none is" : both === 1 ? "1 is" : `${both} are`} ${among}.`;
  if (onlyData === 0) return `${first} The figures show no other.`;
  const names = wards.filter(({ place }) => place === "data").map(({ name }) => name);
  const who = names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} others`] : names;
  return `${first} The figures show need in ${plural(onlyData, "ward")} that ${onlyData === 1 ? "is" : "are"} not on it: ${formatList(who)}.`;
}
