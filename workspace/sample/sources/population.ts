import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { sampleColumn, sampleValue } from "../../../loaders/registry/sample-mark.js";
import { Database, identifier, literal } from "../../../loaders/store/database.js";
import { ageOn, midYears } from "../calendar.js";
import { fileNames } from "../files.js";
import { type Child, homeOn, residentOn } from "../people/family.js";
import { Random } from "../random.js";
import { Lines } from "../write/lines.js";
import { type Desk, type Household, placeOf, type SampleSource } from "./source.js";

const ages = 16;
const sexes = ["female", "male"] as const;
/** Estimates are wrong by about this much in a small area. */
const error = 0.05;

/**
 * Mid-year estimates of children by small area, single year of age and sex: not counts, so that they
 * differ from the register as estimates do. Children too old to be in the sample are put at the
 * number of those of five in the area.
 */
export class Population implements SampleSource {
  private readonly counts: Uint32Array;

  constructor(private readonly desk: Desk) {
    this.counts = new Uint32Array(midYears.length * desk.world.areas.length * ages * sexes.length);
  }

  add({ family }: Household): void {
    if (family.outside) return;
    for (const child of family.children)
      midYears.forEach(({ day }, y) => {
        if (residentOn(child, day)) this.counts[this.at(y, child, day)]!++;
      });
  }

  async close(): Promise<void> {
    const { path } = placeOf(this.desk, fileNames.population);
    mkdirSync(dirname(path), { recursive: true });
    const csv = join(dirname(path), "estimates.csv");
    const lines = new Lines(csv);
    lines.write("lsoa21cd,year,age,sex,children");
    const random = new Random(this.desk.world.seed, 5);
    midYears.forEach(({ year }, y) => {
      const oldest = year - 2019;
      this.desk.world.areas.forEach((area, a) => {
        for (let age = 0; age < ages; age++)
          sexes.forEach((sex, s) => {
            const counted = this.counts[this.index(y, a, Math.min(age, oldest), s)]!;
            // Small areas vary by chance; those whose children are not in the sample are spread about the like.
            const spread = age > oldest ? 1 + 0.15 * random.normal() : 1 + error * random.normal();
            lines.write(
              `${area.code},${year},${age},${sex},${Math.max(0, Math.round(counted * spread + 0.3 * random.normal()))}`,
            );
          });
      });
    });
    lines.close();
    const database = await Database.open(":memory:");
    try {
      await database.run("SET threads = 1");
      await database.run(`
        COPY (
          SELECT lsoa21cd, year::INTEGER AS year, age::INTEGER AS age, sex, children::INTEGER AS children,
            ${literal(sampleValue)} AS ${identifier(sampleColumn)}
          FROM read_csv(${literal(csv)}, header = true)
        ) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`);
    } finally {
      database.close();
    }
    rmSync(csv);
  }

  private at(year: number, child: Child, day: number): number {
    const { postcodes } = this.desk.world;
    const area = postcodes.area[homeOn(child.family, day).postcode]!;
    return this.index(year, area, ageOn(child.birth, day), child.sex === "female" ? 0 : 1);
  }

  private index(year: number, area: number, age: number, sex: number): number {
    return ((year * this.desk.world.areas.length + area) * ages + age) * sexes.length + sex;
  }
}
