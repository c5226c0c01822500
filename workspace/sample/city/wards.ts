/** Kinds of neighbourhood, for the mix of ethnic groups among young families. All shares are invented. */
export type Mix = "southAsian" | "innerWest" | "indian" | "centre" | "suburb" | "outer" | "north";

export type Locality = "North" | "South" | "East" | "West" | "Central";

export interface Ward {
  code: string;
  name: string;
  /** Approximate centre, rounded to 0.01 of a degree. */
  longitude: number;
  latitude: number;
  locality: Locality;
  /** One or two councillors: a two-member ward has about twice the people. */
  size: 1 | 2;
  /** From 1, hard-pressed, to 5, prosperous. An invented figure. */
  prosperity: number;
  mix: Mix;
}

type Line = [string, number, number, Locality, 1 | 2, number, Mix];

// Names, codes (E05011118 on, in this order), localities and rounded centres are facts; the rest is the sample's.
const lines: Line[] = [
  ["Acocks Green", -1.82, 52.44, "East", 2, 2, "suburb"],
  ["Allens Cross", -1.98, 52.41, "South", 1, 2, "outer"],
  ["Alum Rock", -1.85, 52.49, "East", 2, 1, "southAsian"],
  ["Aston", -1.89, 52.51, "West", 2, 1, "innerWest"],
  ["Balsall Heath West", -1.89, 52.46, "Central", 1, 1.3, "southAsian"],
  ["Bartley Green", -1.99, 52.43, "South", 2, 2, "outer"],
  ["Billesley", -1.88, 52.42, "Central", 2, 2.3, "suburb"],
  ["Birchfield", -1.91, 52.51, "West", 1, 1.2, "innerWest"],
  ["Bordesley & Highgate", -1.89, 52.47, "West", 1, 1.8, "centre"],
  ["Bordesley Green", -1.87, 52.47, "East", 1, 1, "southAsian"],
  ["Bournbrook & Selly Park", -1.92, 52.44, "Central", 2, 3, "centre"],
  ["Bournville & Cotteridge", -1.94, 52.43, "Central", 2, 3.3, "north"],
  ["Brandwood & King's Heath", -1.9, 52.43, "Central", 2, 3, "suburb"],
  ["Bromford & Hodge Hill", -1.81, 52.5, "East", 2, 1.7, "suburb"],
  ["Castle Vale", -1.79, 52.52, "North", 1, 1.4, "outer"],
  ["Druids Heath & Monyhull", -1.9, 52.41, "Central", 1, 1.6, "outer"],
  ["Edgbaston", -1.93, 52.46, "South", 2, 3.8, "centre"],
  ["Erdington", -1.83, 52.53, "North", 2, 2.2, "suburb"],
  ["Frankley Great Park", -2.01, 52.4, "South", 1, 1.6, "outer"],
  ["Garretts Green", -1.78, 52.47, "East", 1, 1.5, "outer"],
  ["Glebe Farm & Tile Cross", -1.78, 52.48, "East", 2, 1.4, "outer"],
  ["Gravelly Hill", -1.85, 52.51, "North", 1, 1.4, "suburb"],
  ["Hall Green North", -1.84, 52.43, "Central", 2, 2.7, "suburb"],
  ["Hall Green South", -1.85, 52.42, "Central", 1, 4, "suburb"],
  ["Handsworth", -1.93, 52.51, "West", 1, 1, "innerWest"],
  ["Handsworth Wood", -1.94, 52.52, "West", 2, 2.7, "indian"],
  ["Harborne", -1.96, 52.46, "South", 2, 3, "north"],
  ["Heartlands", -1.83, 52.48, "East", 1, 1.2, "southAsian"],
  ["Highter's Heath", -1.88, 52.41, "Central", 1, 2.5, "outer"],
  ["Holyhead", -1.95, 52.51, "West", 1, 1, "innerWest"],
  ["King's Norton North", -1.94, 52.41, "South", 1, 3, "outer"],
  ["King's Norton South", -1.93, 52.4, "South", 1, 1.7, "outer"],
  ["Kingstanding", -1.88, 52.55, "North", 2, 1.6, "outer"],
  ["Ladywood", -1.91, 52.48, "West", 2, 2.4, "centre"],
  ["Longbridge & West Heath", -1.97, 52.39, "South", 2, 2.4, "outer"],
  ["Lozells", -1.91, 52.5, "West", 1, 1, "innerWest"],
  ["Moseley", -1.89, 52.44, "Central", 2, 2.7, "suburb"],
  ["Nechells", -1.88, 52.49, "West", 1, 1.3, "innerWest"],
  ["Newtown", -1.9, 52.49, "West", 1, 1.1, "innerWest"],
  ["North Edgbaston", -1.95, 52.48, "South", 2, 2.1, "centre"],
  ["Northfield", -1.98, 52.4, "South", 1, 3.1, "outer"],
  ["Oscott", -1.9, 52.54, "West", 2, 2.9, "outer"],
  ["Perry Barr", -1.9, 52.53, "West", 2, 2.9, "indian"],
  ["Perry Common", -1.86, 52.54, "North", 1, 2.1, "outer"],
  ["Pype Hayes", -1.81, 52.52, "North", 1, 2.2, "outer"],
  ["Quinton", -1.99, 52.46, "South", 2, 3, "suburb"],
  ["Rubery & Rednal", -2.01, 52.39, "South", 1, 2.1, "outer"],
  ["Shard End", -1.77, 52.49, "East", 1, 1.5, "outer"],
  ["Sheldon", -1.78, 52.46, "East", 2, 2.6, "outer"],
  ["Small Heath", -1.84, 52.47, "East", 2, 1.2, "southAsian"],
  ["Soho & Jewellery Quarter", -1.93, 52.49, "West", 2, 1.8, "innerWest"],
  ["South Yardley", -1.81, 52.46, "East", 1, 2.4, "suburb"],
  ["Sparkbrook & Balsall Heath East", -1.87, 52.46, "Central", 2, 1, "southAsian"],
  ["Sparkhill", -1.86, 52.45, "Central", 2, 1.2, "southAsian"],
  ["Stirchley", -1.92, 52.43, "Central", 1, 2.8, "suburb"],
  ["Stockland Green", -1.86, 52.52, "North", 2, 1.6, "suburb"],
  ["Sutton Four Oaks", -1.85, 52.59, "North", 1, 5, "north"],
  ["Sutton Mere Green", -1.83, 52.6, "North", 1, 4.6, "north"],
  ["Sutton Reddicap", -1.79, 52.56, "North", 1, 3.4, "north"],
  ["Sutton Roughley", -1.8, 52.58, "North", 1, 5, "north"],
  ["Sutton Trinity", -1.83, 52.56, "North", 1, 4.5, "north"],
  ["Sutton Vesey", -1.86, 52.56, "North", 2, 4.4, "north"],
  ["Sutton Walmley & Minworth", -1.77, 52.54, "North", 2, 4.4, "north"],
  ["Sutton Wylde Green", -1.82, 52.54, "North", 1, 4.7, "north"],
  ["Tyseley & Hay Mills", -1.83, 52.45, "Central", 1, 1.3, "southAsian"],
  ["Ward End", -1.84, 52.5, "East", 1, 1.1, "southAsian"],
  ["Weoley & Selly Oak", -1.96, 52.43, "Central", 2, 2.3, "outer"],
  ["Yardley East", -1.8, 52.47, "East", 1, 2.6, "outer"],
  ["Yardley West & Stechford", -1.82, 52.48, "East", 1, 1.4, "suburb"],
];

const firstCode = 5_011_118;

export const wards: Ward[] = lines.map(([name, longitude, latitude, locality, size, prosperity, mix], i) => ({
  code: `E0${firstCode + i}`,
  name,
  longitude,
  latitude,
  locality,
  size,
  prosperity,
  mix,
}));

/** Shares of Asian, Black, Mixed, White and Other children, in percent. */
export const mixes: Record<Mix, [number, number, number, number, number]> = {
  southAsian: [73, 10, 4, 5, 8],
  innerWest: [52, 25, 8, 6, 9],
  indian: [52, 14, 7, 22, 5],
  centre: [30, 22, 10, 26, 12],
  suburb: [34, 11, 11, 38, 6],
  outer: [10, 9, 13, 65, 3],
  north: [13, 4, 9, 72, 2],
};
