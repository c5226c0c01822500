import { type Area, makeAreas, type WardNature } from "./city/areas.js";
import { makePlaces, type Places } from "./city/places.js";
import { Postcodes } from "./city/postcodes.js";

/** Everything about the sample's city that does not depend on its families. */
export interface World {
  seed: number;
  areas: Area[];
  natures: WardNature[];
  postcodes: Postcodes;
  places: Places;
}

/** Makes the city. `children` is about how many under six will live in it. */
export function makeWorld(seed: number, children: number): World {
  const { areas, natures } = makeAreas(seed);
  const postcodes = new Postcodes(seed, areas, children);
  return { seed, areas, natures, postcodes, places: makePlaces(seed, areas, postcodes, children) };
}
