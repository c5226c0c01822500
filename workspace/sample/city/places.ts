import { addMonths, day, endOfWorld } from "../calendar.js";
import { Random, Weighted } from "../random.js";
import type { Area } from "./areas.js";
import type { Postcodes } from "./postcodes.js";
import { wards } from "./wards.js";

export type SettingKind = "nursery" | "playgroup" | "out of school" | "childminder" | "home childcarer";

/** A childcare setting on the register. */
export interface Setting {
  urn: string;
  name: string;
  kind: SettingKind;
  places: number;
  /** None without an inspection, nor from an inspection since overall judgements ended. */
  judgement: 1 | 2 | 3 | 4 | null;
  inspected: number | null;
  registered: number;
  postcode: number;
  ward: number;
  opens: string;
  closes: string;
  weeks: number;
}

/** A primary school; those with a nursery class offer funded places too. They are not on the register of settings. */
export interface School {
  urn: string;
  /** Local authority and establishment numbers, as a UPN begins. */
  number: string;
  ward: number;
  nursery: boolean;
}

export interface Centre {
  id: string;
  ward: number;
}

/** What there is in the city besides families. */
export interface Places {
  settings: Setting[];
  schools: School[];
  centres: Centre[];
  practices: string[];
  /** By ward: providers of funded places for two-year-olds, and for older children. */
  youngProviders: Weighted<string>[];
  olderProviders: Weighted<string>[];
  schoolsOf: School[][];
  centresOf: Centre[][];
}

const cityChildren = 86_000;
// How many of each kind a city of that size has.
const counts: [SettingKind, number][] = [
  ["nursery", 340],
  ["playgroup", 60],
  ["out of school", 140],
  ["childminder", 450],
  ["home childcarer", 85],
];
const schoolCount = 300;
const firstRegistration = day(2010, 1, 4);
/** From this day on, inspections give a grade an area and none overall. */
export const reportCardsFrom = day(2025, 11, 10);
const centreCount = 41;

const firsts =
  "Acorn Apple Badger Bluebell Bramble Bright Bumblebee Busy Buttercup Caterpillar Clover Daisy Dandelion Dragonfly Duckling Fern Firefly Hedgehog Honeybee Kingfisher Ladybird Lark Little Magpie Mulberry Nutkin Otter Owl Pebble Poppy Puddle Rainbow Robin Rosebud Snowdrop Sparrow Sunflower Sunny Swallow Tadpole Thistle Wren".split(
    " ",
  );
const seconds: Record<SettingKind, string[]> = {
  nursery: ["Day Nursery", "Nursery", "Nursery School", "Early Years", "Kindergarten"],
  playgroup: ["Pre-school", "Playgroup"],
  "out of school": ["After School Club", "Holiday Club", "Kids Club"],
  childminder: ["Childminding"],
  "home childcarer": ["Childcare"],
};

export function makePlaces(seed: number, areas: Area[], postcodes: Postcodes, children: number): Places {
  const random = new Random(seed, 3);
  const anyArea = new Weighted(
    areas.map((_, i) => i),
    areas.map((a) => a.weight),
  );
  const scale = Math.max(0.3, children / cityChildren);
  const settings = counts.flatMap(([kind, count]) =>
    // Every ward has at least one nursery: the first go to one ward after another.
    Array.from({ length: Math.round(count * scale) }, (_, i) => {
      const ward = kind === "nursery" && i < wards.length ? i : undefined;
      return makeSetting(kind, areaIn(areas, ward, anyArea, random), postcodes, random);
    }),
  );
  settings.forEach((s, i) => {
    s.urn = `EY${900_001 + i}`;
  });
  const schools = Array.from(
    { length: Math.max(wards.length, Math.round(schoolCount * scale)) },
    (_, i): School => {
      const ward = i < wards.length ? i : areas[anyArea.draw(random)]!.ward;
      return { urn: String(990_001 + i), number: schoolNumber(i), ward, nursery: random.chance(0.6) };
    },
  );
  const centres = Array.from({ length: centreCount }, (_, i): Centre => {
    const ward = (i * 5) % wards.length;
    return { id: `CC${String(i + 1).padStart(2, "0")}`, ward };
  });
  const practices = Array.from({ length: 160 }, (_, i) => `M99${String(i + 1).padStart(3, "0")}`);
  const offered: Partial<Record<SettingKind, number>> = { nursery: 1, playgroup: 0.5, childminder: 0.4 };
  const providers = (share: (s: Setting) => number, perSchool: number) =>
    wards.map((_, w) => {
      const near = settings.filter((s) => s.ward === w && share(s) > 0);
      const classes = perSchool ? schools.filter((s) => s.ward === w && s.nursery) : [];
      return new Weighted(
        [...near.map((s) => s.urn), ...classes.map((s) => s.urn)],
        [...near.map((s) => share(s)), ...classes.map(() => perSchool)],
      );
    });
  const offers = (s: Setting) => s.places * (offered[s.kind] ?? 0);
  return {
    settings,
    schools,
    centres,
    practices,
    youngProviders: providers(offers, 0),
    olderProviders: providers(offers, 45),
    schoolsOf: wards.map((_, w) => schools.filter((s) => s.ward === w)),
    centresOf: wards.map((ward) => nearestCentres(ward.longitude, ward.latitude, centres)),
  };
}

function makeSetting(kind: SettingKind, area: number, postcodes: Postcodes, random: Random): Setting {
  const postcode = postcodes.draw(area, random);
  const registered = firstRegistration + random.below(day(2026, 5, 1) - firstRegistration);
  const inspected =
    registered > day(2025, 1, 1) || random.chance(0.12)
      ? null
      : Math.max(registered + 200, addMonths(endOfWorld, -80) + random.below(2200));
  const [opens, closes, weeks] = hours(kind, random);
  return {
    urn: "",
    name: `${random.pick(firsts)} ${random.pick(seconds[kind])} (sample)`,
    kind,
    places: placesOf(kind, random),
    judgement: inspected === null || inspected >= reportCardsFrom ? null : judgement(random.next()),
    inspected,
    registered,
    postcode,
    ward: postcodes.areas[area]!.ward,
    opens,
    closes,
    weeks,
  };
}

function areaIn(areas: Area[], ward: number | undefined, any: Weighted<number>, random: Random): number {
  let area = any.draw(random);
  while (ward !== undefined && areas[area]!.ward !== ward) area = any.draw(random);
  return area;
}

function placesOf(kind: SettingKind, random: Random): number {
  switch (kind) {
    case "nursery":
      return 20 + 2 * random.below(30);
    case "playgroup":
      return 16 + 2 * random.below(12);
    case "out of school":
      return 16 + 2 * random.below(14);
    case "childminder":
      return random.chance(0.15) ? 12 : 6;
    case "home childcarer":
      return 0;
  }
}

function hours(kind: SettingKind, random: Random): [string, string, number] {
  switch (kind) {
    case "nursery":
      return random.chance(0.75)
        ? [random.pick(["07:00", "07:30", "08:00"]), random.pick(["18:00", "18:30"]), 51]
        : ["09:00", "15:00", 38];
    case "playgroup":
      return ["09:00", random.pick(["12:00", "15:00"]), 38];
    case "out of school":
      return ["15:15", "18:00", 39];
    default:
      return [random.pick(["07:00", "07:30", "08:00"]), random.pick(["17:30", "18:00"]), 48];
  }
}

function judgement(draw: number): 1 | 2 | 3 | 4 {
  return draw < 0.13 ? 1 : draw < 0.93 ? 2 : draw < 0.985 ? 3 : 4;
}

// 9000 to 9999 are no school's numbers; where that is too few, neither are the authority numbers from 980.
function schoolNumber(i: number): string {
  return `${i < 1000 ? "330" : 980 + (Math.floor(i / 1000) % 20)}${9000 + (i % 1000)}`;
}

function nearestCentres(longitude: number, latitude: number, centres: Centre[]): Centre[] {
  const distance = (c: Centre) => {
    const ward = wards[c.ward]!;
    return ((ward.longitude - longitude) * 0.61) ** 2 + (ward.latitude - latitude) ** 2;
  };
  return [...centres].sort((a, b) => distance(a) - distance(b) || a.id.localeCompare(b.id)).slice(0, 3);
}
