import type { MultiPolygon, Polygon } from "geojson";

/** An area with its outline in longitude and latitude, and the centre that stands for it. */
export interface AreaShape {
  code: string;
  name: string;
  centre: [number, number];
  geometry: Polygon | MultiPolygon;
}
