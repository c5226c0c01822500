import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { sampleColumn, sampleValue } from "../../../loaders/registry/sample-mark.js";
import { wardOutlines } from "../city/areas.js";
import { geometryOf } from "../city/shapes.js";
import { wards } from "../city/wards.js";
import { fileNames } from "../files.js";
import { Delimited } from "../write/extract.js";
import { Lines } from "../write/lines.js";
import { type Desk, placeOf } from "./source.js";

const city = { code: "E08000025", name: "Birmingham" };

/** Boundaries, look-ups and the postcode directory, in the layouts of the files that the statistics office publishes. */
export async function writeGeography(desk: Desk): Promise<void> {
  const { areas } = desk.world;
  const shapes = wardOutlines(areas);
  features(
    desk,
    fileNames.wards,
    wards.map((ward, i) => ({
      properties: {
        WD25CD: ward.code,
        WD25NM: ward.name,
        LAD25CD: city.code,
        LAD25NM: city.name,
        LONG: ward.longitude,
        LAT: ward.latitude,
      },
      geometry: geometryOf(shapes[i]!),
    })),
  );
  features(
    desk,
    fileNames.areas,
    areas.map((area) => ({
      properties: {
        LSOA21CD: area.code,
        LSOA21NM: area.name,
        LAD25CD: city.code,
      },
      geometry: geometryOf(area.shape),
    })),
  );
  await table(
    desk,
    fileNames.areaWard,
    ["LSOA21CD", "LSOA21NM", "WD25CD", "WD25NM", "LAD25CD", "LAD25NM", "ObjectId"],
    areas.map((area, i) => [
      area.code,
      area.name,
      wards[area.ward]!.code,
      wards[area.ward]!.name,
      city.code,
      city.name,
      i + 1,
    ]),
    true,
  );
  await table(
    desk,
    fileNames.wardLocality,
    ["ParentCode", "ParentName", "AreaCode", "AreaName", "Locality"],
    wards.map((ward) => [city.code, city.name, ward.code, ward.name, ward.locality]),
  );
  const { postcodes } = desk.world;
  await table(
    desk,
    fileNames.postcodes,
    ["pcds", "dointr", "doterm", "lat", "long", "lad25cd", "lsoa21cd"],
    Array.from({ length: postcodes.length }, (_, i) => [
      postcodes.text(i),
      "198001",
      null,
      postcodes.latitude[i]!,
      postcodes.longitude[i]!,
      city.code,
      areas[postcodes.area[i]!]!.code,
    ]),
  );
}

async function table(
  desk: Desk,
  file: string,
  header: string[],
  rows: (string | number | null)[][],
  bom = false,
): Promise<void> {
  const { path, extract } = placeOf(desk, file);
  const lines = new Delimited(path, { delimiter: ",", header, bom }, desk.truth, extract);
  for (const row of rows) lines.row(row);
  await lines.close();
}

function features(desk: Desk, file: string, list: { properties: object; geometry: object }[]): void {
  const { path } = placeOf(desk, file);
  mkdirSync(dirname(path), { recursive: true });
  const lines = new Lines(path);
  lines.write(
    '{"type":"FeatureCollection","name":"SAMPLE","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[',
  );
  list.forEach((feature, i) => {
    const properties = { ...feature.properties, [sampleColumn]: sampleValue };
    lines.write(
      JSON.stringify({ type: "Feature", ...feature, properties }) + (i < list.length - 1 ? "," : ""),
    );
  });
  lines.write("]}");
  lines.close();
}
