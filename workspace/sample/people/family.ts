import { endOfWorld, firstBirth, parts } from "../calendar.js";
import type { Area } from "../city/areas.js";
import { outsidePostcode, type Postcodes } from "../city/postcodes.js";
import { type Ethnicity, ethnicities, type Major } from "../names/ethnicity.js";
import { Random, Weighted } from "../random.js";
import { familySurname, forenameFor, surnameFor } from "./naming.js";

/** An address that a family lives at from a day on. */
export interface Home {
  from: number;
  /** Index into the postcodes; -1 outside the city. */
  postcode: number;
  postcodeText: string;
  /** House, street and suburb. */
  line: string;
}

export type Send = "none" | "support" | "ehcp";

export interface Child {
  /** Number of the child in the truth, from 1. */
  id: number;
  family: Family;
  birth: number;
  sex: "female" | "male";
  forename: string;
  surname: string;
  /** True for a twin or triplet; `order` counts within the birth from 1. */
  multiple: boolean;
  order: number;
  nhsNumber: string;
  /** What the child's development owes to nothing else here: standard normal. */
  ability: number;
  send: Send;
  /** Disability allowance or a plan at two; looked after. */
  disability: boolean;
  lookedAfter: boolean;
  fsm: boolean;
  /** Inclination to take up a place from 0 (first to come) to 1: compared with the chance. */
  reluctance: number;
}

export interface Family {
  index: number;
  /** The family's own stream; sources fork it by purpose. */
  random: Random;
  outside: boolean;
  ethnicity: Ethnicity;
  poor: boolean;
  /** Both parents work enough for the working parents' entitlement. */
  working: boolean;
  surname: string;
  homes: Home[];
  /** Lives in the city from this day on, up to but not including the other. */
  arrives: number;
  leaves: number;
  children: Child[];
}

/** How families come about. Rates a year unless said otherwise. */
const life = {
  outside: 0.033,
  births: [0.55, 0.32, 0.1, 0.03],
  /** Fewer are born at the end than at the beginning, by this share. */
  decline: 0.03,
  twins: 0.015,
  /** Of multiple births. */
  triplets: 0.03,
  spacing: 330,
  leaving: 0.032,
  moving: 0.085,
  movingIfPoor: 0.05,
  movingNear: 0.55,
  boys: 0.512,
  plan: 0.032,
  support: 0.12,
  disability: 0.009,
  lookedAfter: 0.006,
};

const outskirts = ["Solihull", "Sandwell", "Walsall", "Dudley", "Lichfield"];
const majors: Major[] = ["Asian", "Black", "Mixed", "White", "Other"];

/** Draws families one after another; the k-th is the same whatever the size of the sample, but for its postcodes. */
export class Families {
  private readonly area: Weighted<number>;
  private readonly near: Weighted<number>[];
  private readonly majorOf: Weighted<Major>[];
  private readonly groupOf: Map<Major, Weighted<Ethnicity>>;
  private readonly sizes = new Weighted([1, 2, 3, 4], life.births);
  private children = 0;

  constructor(
    private readonly seed: number,
    private readonly areas: Area[],
    private readonly postcodes: Postcodes,
  ) {
    const all = areas.map((_, i) => i);
    this.area = new Weighted(
      all,
      areas.map((a) => a.weight),
    );
    this.majorOf = areas.map((a) => new Weighted(majors, a.mix));
    const perWard = new Map<number, Weighted<number>>();
    for (const { ward } of areas)
      if (!perWard.has(ward)) {
        const within = all.filter((i) => areas[i]!.ward === ward);
        perWard.set(
          ward,
          new Weighted(
            within,
            within.map((i) => areas[i]!.weight),
          ),
        );
      }
    this.near = areas.map((a) => perWard.get(a.ward)!);
    this.groupOf = new Map(
      majors.map((major) => {
        const groups = ethnicities.filter((e) => e.major === major);
        return [
          major,
          new Weighted(
            groups,
            groups.map((g) => g.share),
          ),
        ];
      }),
    );
  }

  /** The family of an index, its children numbered on from the last; undefined if none of them ever lived in or near the city. */
  make(index: number): Family | undefined {
    const random = new Random(this.seed, index + 1);
    const outside = random.chance(life.outside);
    const first = this.area.draw(random);
    const area = this.areas[first]!;
    const ethnicity = this.groupOf.get(this.majorOf[first]!.draw(random))!.draw(random);
    const poor = random.chance(area.poverty);
    const [arrives, leaves] = outside ? [-Infinity, Infinity] : this.stay(random);
    const family: Family = {
      index,
      random,
      outside,
      ethnicity,
      poor,
      working: random.chance(poor ? 0.05 : 0.22 + 0.42 * (1 - area.deprivation)),
      surname: familySurname(ethnicity.surnames, random),
      homes: [],
      arrives,
      leaves,
      children: [],
    };
    for (const birth of this.births(random)) {
      const count = !random.chance(life.twins) ? 1 : random.chance(life.triplets) ? 3 : 2;
      for (let order = 1; order <= count; order++) {
        const child = this.child(family, birth, order, count > 1, random);
        if (Math.max(birth, arrives) < leaves) family.children.push(child);
      }
    }
    if (!family.children.length) return undefined;
    for (const child of family.children) child.id = ++this.children;
    family.homes = this.homes(family, first, random);
    return family;
  }

  private stay(random: Random): [number, number] {
    const years = (endOfWorld - firstBirth) / 365.25;
    const share = 1 - Math.exp(-life.leaving * years);
    const arrives = random.chance(share) ? firstBirth + random.below(endOfWorld - firstBirth) : -Infinity;
    const leaves = random.chance(share) ? firstBirth + 30 + random.below(endOfWorld - firstBirth) : Infinity;
    return arrives < leaves ? [arrives, leaves] : [leaves, arrives];
  }

  private births(random: Random): number[] {
    const span = endOfWorld - firstBirth + 1;
    const days = Array.from({ length: this.sizes.draw(random) }, () => firstBirth + random.below(span))
      .filter((d) => !random.chance((life.decline * (d - firstBirth)) / span))
      .sort((a, b) => a - b);
    return days.filter((d, i) => i === 0 || d - days[i - 1]! >= life.spacing);
  }

  private child(family: Family, birth: number, order: number, multiple: boolean, random: Random): Child {
    const sex = random.chance(life.boys) ? "male" : "female";
    const taken = family.children.map((c) => c.forename);
    const need = (sex === "male" ? 1.3 : 0.7) * (family.poor ? 1.25 : 0.88);
    const draw = random.next();
    const send: Send =
      draw < life.plan * need ? "ehcp" : draw < (life.plan + life.support) * need ? "support" : "none";
    return {
      id: 0,
      family,
      birth,
      sex,
      forename: forenameFor(family.ethnicity.forenames, sex, taken, random),
      surname: surnameFor(family.surname, family.ethnicity.surnames, sex, random),
      multiple,
      order,
      nhsNumber: "",
      ability: random.normal(),
      send,
      disability: (send === "ehcp" && random.chance(0.4)) || random.chance(life.disability),
      lookedAfter: random.chance(life.lookedAfter),
      fsm: family.poor ? random.chance(0.97) : random.chance(0.012),
      reluctance: random.next(),
    };
  }

  private homes(family: Family, first: number, random: Random): Home[] {
    const homes: Home[] = [];
    const rate = life.moving + (family.poor ? life.movingIfPoor : 0);
    let area = first;
    for (let from = -Infinity; from < endOfWorld; ) {
      homes.push(family.outside ? this.outsideHome(from, random) : this.home(from, area, random));
      const years = -Math.log(1 - random.next()) / rate;
      from = Math.floor((from === -Infinity ? firstBirth : from) + 30 + years * 365.25);
      if (random.chance(life.movingNear)) area = this.near[area]!.draw(random);
      else {
        // People who move further still tend to find an area like their own.
        const options = [this.area.draw(random), this.area.draw(random), this.area.draw(random)];
        const own = this.areas[first]!.deprivation;
        options.sort(
          (a, b) => Math.abs(this.areas[a]!.deprivation - own) - Math.abs(this.areas[b]!.deprivation - own),
        );
        area = options[0]!;
      }
    }
    return homes;
  }

  private home(from: number, area: number, random: Random): Home {
    const postcode = this.postcodes.draw(area, random);
    const flat = random.chance(0.14) ? `Flat ${random.between(1, 40)}, ` : "";
    return {
      from,
      postcode,
      postcodeText: this.postcodes.text(postcode),
      line: `${flat}${random.between(1, 180)} ${this.postcodes.street(postcode)}`,
    };
  }

  private outsideHome(from: number, random: Random): Home {
    return {
      from,
      postcode: -1,
      postcodeText: outsidePostcode(random),
      line: `${random.between(1, 180)} Boundary Road, ${random.pick(outskirts)}`,
    };
  }
}

/** Where a family lives on a day. */
export function homeOn(family: Family, day: number): Home {
  const { homes } = family;
  let i = homes.length - 1;
  while (i > 0 && homes[i]!.from > day) i--;
  return homes[i]!;
}

/** Whether a child lives in the city on a day. */
export function residentOn(child: Child, day: number): boolean {
  const { family } = child;
  return !family.outside && child.birth <= day && family.arrives <= day && day < family.leaves;
}

/** Season of birth as education counts it: autumn-born are the oldest of their year. */
export function seasonOf(birth: number): "autumn" | "spring" | "summer" {
  const { month } = parts(birth);
  return month >= 9 ? "autumn" : month <= 3 ? "spring" : "summer";
}
