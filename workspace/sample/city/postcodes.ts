import { Random } from "../random.js";
import type { Area } from "./areas.js";
import { pointInside, toDegrees } from "./shapes.js";
import { wards } from "./wards.js";

/** About as many postcodes as the city has, and more where the sample has more children than the city. */
const childrenPerPostcode = 2.6;
const fewest = 659 * 12;

const letters = "ABDEFGHJLNPQRSTUWXYZ";
const perSector = letters.length ** 2;
const perDistrict = 10 * perSector;

// Outward codes that the Royal Mail has not given out, so that no sample child lives at a real address.
const districts = [51, 52, 53, 54, 55, 56, 57, 58, 59, 81, 82, 83, 84, 85, 86, 87, 88, 89].map(
  (n) => `B${n}`,
);
const outside = ["WS16", "DY15", "WV17", "CV48"];

const trees =
  "Acacia Alder Ash Beech Birch Cedar Cherry Elder Elm Fern Hawthorn Hazel Holly Hornbeam Ivy Juniper Larch Laurel Lime Linden Maple Mulberry Oak Olive Pine Plane Poplar Rowan Sorrel Spruce Sycamore Thorn Walnut Willow Yew".split(
    " ",
  );
const kinds = ["Road", "Street", "Avenue", "Close", "Grove", "Lane", "Drive", "Crescent", "Way", "Croft"];

/** The sample's postcodes: each lies in one small area and has one street. */
export class Postcodes {
  /** Index of the small area of each postcode. */
  readonly area: Uint16Array;
  readonly longitude: Float64Array;
  readonly latitude: Float64Array;
  /** First postcode of each small area; those of an area follow each other. */
  private readonly first: Uint32Array;

  constructor(
    seed: number,
    readonly areas: Area[],
    children: number,
  ) {
    const random = new Random(seed, 2);
    const total = Math.max(fewest, children / childrenPerPostcode);
    const weights = areas.reduce((sum, a) => sum + a.weight, 0);
    const counts = areas.map((a) => Math.max(4, Math.round((total * a.weight) / weights)));
    const count = counts.reduce((a, b) => a + b, 0);
    this.area = new Uint16Array(count);
    this.longitude = new Float64Array(count);
    this.latitude = new Float64Array(count);
    this.first = new Uint32Array(areas.length + 1);
    let at = 0;
    for (const i of fromSouthToNorth(areas)) {
      this.first[i] = at;
      for (let k = 0; k < counts[i]!; k++, at++) {
        const [longitude, latitude] = toDegrees(pointInside(areas[i]!.shape, random.next(), random.next()));
        this.area[at] = i;
        this.longitude[at] = longitude;
        this.latitude[at] = latitude;
      }
    }
    this.counts = Uint32Array.from(counts);
  }

  private readonly counts: Uint32Array;

  get length(): number {
    return this.area.length;
  }

  /** A postcode in a small area. */
  draw(area: number, random: Random): number {
    return this.first[area]! + random.below(this.counts[area]!);
  }

  /** The postcode as written, with its space. */
  text(index: number): string {
    const district = Math.floor(index / perDistrict);
    const sector = Math.floor((index % perDistrict) / perSector);
    // 163 has no factor in common with 400: each pair of letters comes once.
    const unit = ((index % perSector) * 163 + 57) % perSector;
    return `${outwardCode(district)} ${sector}${letters[Math.floor(unit / letters.length)]}${letters[unit % letters.length]}`;
  }

  /** The street of a postcode, and the ward's name as the postal suburb. */
  street(index: number): string {
    const tree = trees[(index * 31) % trees.length]!;
    const kind = kinds[(index * 17 + Math.floor(index / trees.length)) % kinds.length]!;
    return `${tree} ${kind}, ${wards[this.areas[this.area[index]!]!.ward]!.name}`;
  }
}

/** A postcode outside the city and outside its directory. */
export function outsidePostcode(random: Random): string {
  return `${random.pick(outside)} ${random.below(10)}${random.pick([...letters])}${random.pick([...letters])}`;
}

function outwardCode(district: number): string {
  if (district < districts.length) return districts[district]!;
  const further = district - districts.length;
  return `X${letters[Math.floor(further / 90)]}${10 + (further % 90)}`;
}

// Neighbouring postcodes get neighbouring codes.
function fromSouthToNorth(areas: Area[]): number[] {
  return areas
    .map((_, i) => i)
    .sort((a, b) => {
      const [x, y] = [wards[areas[a]!.ward]!, wards[areas[b]!.ward]!];
      return x.latitude - y.latitude || x.longitude - y.longitude || a - b;
    });
}
