import type { City } from "../registry/city.js";

/** A licence under which open data may be used again. */
export interface Licence {
  id: string;
  title: string;
  address: string;
}

const licences: Record<City["openData"]["licence"], Licence> = {
  "OGL-UK-3.0": {
    id: "OGL-UK-3.0",
    title: "Open Government Licence v3.0",
    address: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
  },
};

/** The licence of a city's open data. */
export function licenceOf({ openData }: City): Licence {
  return licences[openData.licence];
}
