import { nationalAreas, scoreAt } from "../city/deprivation.js";
import { fileNames } from "../files.js";
import { Random } from "../random.js";
import { Delimited } from "../write/extract.js";
import { type Desk, placeOf } from "./source.js";

const domains = [
  "Income",
  "Employment",
  "Education",
  "Health",
  "Crime",
  "Housing_and_Services",
  "Environment",
];
/** How closely a domain follows the whole, and its scale beside the whole's. */
const natures: Record<string, [number, number]> = {
  Income: [0.95, 0.0075],
  Employment: [0.93, 0.0042],
  Education: [0.88, 0.9],
  Health: [0.85, 0.02],
  Crime: [0.7, 0.02],
  Housing_and_Services: [0.3, 0.7],
  Environment: [0.4, 0.8],
};

/** The indices of deprivation of the small areas, invented, in the layout of the published file. */
export async function writeDeprivation(desk: Desk): Promise<void> {
  const random = new Random(desk.world.seed, 4);
  const names = ["IMD", ...domains];
  const header = [
    "lsoa21_code",
    ...["decile", "rank", "score"].flatMap((measure) => names.map((name) => `${name}_${measure}`)),
  ];
  const { path, extract } = placeOf(desk, fileNames.deprivation);
  const lines = new Delimited(path, { delimiter: ",", header }, desk.truth, extract);
  for (const area of desk.world.areas) {
    const ranks = domains.map((domain) => {
      const [closeness] = natures[domain]!;
      const position = closeness * (area.rank / nationalAreas) + (1 - closeness) * random.next();
      return Math.max(1, Math.min(nationalAreas, Math.round(position * nationalAreas)));
    });
    const scores = domains.map(
      (domain, i) => Math.round(scoreAt(ranks[i]! / nationalAreas) * natures[domain]![1] * 1000) / 1000,
    );
    const all = [area.rank, ...ranks];
    lines.row([
      area.code,
      ...all.map((rank) => Math.min(10, 1 + Math.floor(((rank - 0.5) / nationalAreas) * 10))),
      ...all,
      area.score,
      ...scores,
    ]);
  }
  await lines.close();
}
