import { childcareKinds, type FundedHours, type Service, type ServiceKind } from "../directory/service.js";

/** A point of the earth, in degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}

/** What a family looks for; what is left out does not matter to it. */
export interface Wanted {
  /** A kind, or all that looks after children. */
  kind?: ServiceKind | "childcare";
  /** The child's age in whole years. */
  age?: number;
  funded?: FundedHours;
  /** Open before eight, after half past five, or at a weekend. */
  hours?: "early" | "late" | "weekend";
  year?: "all-year" | "term";
  needs?: boolean;
  language?: string;
  meals?: boolean;
  /** Good or outstanding overall, or no area of the newer report that needs attention. */
  good?: boolean;
}

/** A service with how far it is, and what of the wishes it does not tell. */
export interface Found {
  service: Service;
  /** Miles on foot, as estimated; undefined where the service has no place of its own. */
  miles: number | undefined;
  /** Whether the distance is to the middle of its ward. */
  isAbout: boolean;
  /** Wishes that nobody has told whether it meets: ring to ask. */
  unknown: (keyof Wanted)[];
}

/** How much longer a way on foot is than the straight line. Streets of English towns: 1.2 to 1.4. */
export const detour = 1.3;
/** Minutes that a mile on foot takes, with a small child. */
export const minutesPerMile = 24;

/** Miles on foot between two points: the straight line times `detour`. */
export function milesOnFoot(a: Point, b: Point): number {
  const radians = Math.PI / 180;
  const [φ, ψ] = [a.latitude * radians, b.latitude * radians];
  const h =
    Math.sin((ψ - φ) / 2) ** 2 +
    Math.cos(φ) * Math.cos(ψ) * Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2;
  return 2 * 3958.8 * Math.asin(Math.sqrt(h)) * detour;
}

/**
 * The services that meet all wishes, the nearest first; then those that may, as nobody has told. `middles`: where the middle of
 * each ward is, for who works at home.
 */
export function search(
  services: readonly Service[],
  wanted: Wanted,
  from: Point,
  middles: ReadonlyMap<string, Point>,
): { meet: Found[]; may: Found[] } {
  const found = services.flatMap((service): Found[] => {
    const answers = (Object.keys(wanted) as (keyof Wanted)[])
      .filter((wish) => wanted[wish] !== undefined)
      .map((wish) => [wish, meets(service, wish, wanted)] as const);
    if (answers.some(([, answer]) => answer === false)) return [];
    const at = service.latitude === undefined ? middles.get(service.ward ?? "") : (service as Point);
    return [
      {
        service,
        miles: at && milesOnFoot(from, at),
        isAbout: service.latitude === undefined,
        unknown: answers.filter(([, answer]) => answer === undefined).map(([wish]) => wish),
      },
    ];
  });
  found.sort((a, b) => (a.miles ?? 999) - (b.miles ?? 999) || a.service.name.localeCompare(b.service.name));
  return {
    meet: found.filter(({ unknown }) => unknown.length === 0),
    may: found.filter(({ unknown }) => unknown.length > 0),
  };
}

/** Whether a service meets a wish; undefined where nobody has told. */
function meets(service: Service, wish: keyof Wanted, wanted: Wanted): boolean | undefined {
  const { sessions, weeks, inspection } = service;
  switch (wish) {
    case "kind":
      return wanted.kind === "childcare"
        ? childcareKinds.includes(service.kind)
        : service.kind === wanted.kind;
    case "age":
      if (service.youngest === undefined && service.oldest === undefined) return undefined;
      return (service.youngest ?? 0) <= wanted.age! && wanted.age! <= (service.oldest ?? 99);
    case "funded":
      return service.funded?.includes(wanted.funded!);
    case "hours":
      return sessions?.some(({ days, opens, closes }) =>
        wanted.hours === "early"
          ? opens < "08:00"
          : wanted.hours === "late"
            ? closes > "17:30"
            : /SA|SU/.test(days),
      );
    case "year":
      return weeks === undefined ? undefined : wanted.year === "all-year" ? weeks >= 45 : weeks < 45;
    case "needs":
      return service.needs === undefined ? undefined : true;
    case "language":
      return service.languages?.includes(wanted.language!);
    case "meals":
      return service.meals;
    case "good": {
      const { areas, overall } = inspection ?? {};
      if (areas?.grades.length) return !areas.grades.some(({ grade }) => /attention|urgent/i.test(grade));
      return overall?.grade ? /good|outstanding/i.test(overall.grade) : undefined;
    }
  }
}
