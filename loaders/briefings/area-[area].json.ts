import { readLinkage } from "../measure/read-linkage.js";
import { pageDataset } from "../page-dataset.js";
import { readSimilarAreas } from "../registry/similar-areas.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import { type About, AreaFigures, aboutIndicators, figureOf, type Newest } from "./area-figures.js";
import { areaPathways } from "./area-pathway.js";
import { centresThere, childrenByAge, nurserySchools, settingsThere } from "./area-places.js";
import { type AreaIndicator, type AreaProfile, areaProfileSchema } from "./area-schema.js";
import { type Place, placesOf } from "./areas.js";
import { readFormerWards } from "./former-wards.js";
import { type Characteristic, nearest, type Similar, usualDistance } from "./similar-areas.js";

export default pageDataset(import.meta.url, {
  title: "Profile of an area",
  schema: areaProfileSchema,
  make: async ({ db, city, sources, manifest }): Promise<Record<string, AreaProfile>> => {
    const places = await placesOf(db);
    const about = await aboutIndicators(db);
    const figures = await AreaFigures.read(db);
    const alike = similarIn(places, figures);
    const linkage = await readLinkage(db, sources);
    const former = await readFormerWards(db);
    const [ages, settings, schools, centres] = [
      await childrenByAge(db),
      await settingsThere(db, sources, manifest),
      await nurserySchools(db, sources, manifest),
      await centresThere(db, sources, manifest),
    ];
    const pathways = await areaPathways(db, city.code, sources);
    const neighbours = await db.rows<{ code: string; name: string }>(
      "SELECT code, name FROM area WHERE level = 'neighbour' ORDER BY name",
    );
    const [country = null] = await db.rows<{ code: string; name: string }>(
      "SELECT code, name FROM area WHERE level = 'country' ORDER BY code LIMIT 1",
    );
    const titles = new Map(sources.map(({ id, title }) => [id, title]));
    const nameOf = new Map([...places, ...neighbours].map(({ code, name }) => [code, name]));
    const shortName = (id: string) => about.find((one) => one.id === id)?.shortName ?? id;

    // The same for all areas of a level.
    const known = new Map<string, Peers | undefined>();
    const peersOf = (indicator: string, level: Place["level"]): Peers | undefined => {
      const key = `${indicator} ${level}`;
      if (!known.has(key)) {
        const codes = places.filter((place) => place.level === level).map(({ code }) => code);
        const newest = figures.newest(indicator, level, codes);
        known.set(key, newest && { newest, range: rangeOf(newest) });
      }
      return known.get(key);
    };

    const profileOf = (place: Place): AreaProfile => {
      const similar = place.level === "city" ? [] : (alike.nearest.get(place.code) ?? []);
      const beside =
        place.level === "city" ? neighbours.map(({ code }) => code) : similar.map(({ code }) => code);
      const indicators = about.flatMap((one) => indicatorOf(one, place, beside) ?? []);
      const isUsed = (row: { indicator: string; period: string; breakdown: string }) =>
        row.breakdown === "all" &&
        indicators.some(({ id, period }) => id === row.indicator && period === row.period);
      const asOf = indicators.map((one) => one.asOf).filter((day) => day !== null);
      return {
        ...place,
        formerly: place.level === "ward" ? former.of(place.code) : [],
        since: former.since,
        city: { code: city.code, name: city.name },
        country: country?.name ?? null,
        sample: manifest.sample,
        asOf: asOf.sort().at(-1) ?? null,
        indicators,
        similar: {
          areas:
            place.level === "city"
              ? neighbours.map(({ code, name }) => ({ code, name, distance: null, differs: null }))
              : similar.map((one) => ({
                  code: one.code,
                  name: nameOf.get(one.code)!,
                  distance: one.distance,
                  differs: differenceOf(place.code, one),
                })),
          usual: place.level === "ward" ? alike.usual : null,
          by: alike.characteristics.map(({ indicator, weight }) => ({
            indicator,
            shortName: shortName(indicator),
            weight,
          })),
          without: alike.without.map(shortName),
          source: alike.source,
        },
        ages: { year: ages.year, children: ages.of(place.code) },
        settings: settings?.(place.code) ?? null,
        schools: schools?.(place.code) ?? null,
        centres: centres?.(place.code) ?? null,
        pathway: pathways?.(place.code) ?? null,
        linkage: linkage.filter(isUsed),
        teams: teamsOf(sources, new Set(indicators.map(({ sourceId }) => sourceId))),
      };
    };

    const indicatorOf = (one: About, place: Place, beside: readonly string[]): AreaIndicator | undefined => {
      const peers = peersOf(one.id, place.level);
      const own = peers?.newest.values.get(place.code);
      if (!peers || !own) return undefined;
      const { newest, range } = peers;
      const all = place.level === "city" ? null : figures.beside(newest, one.id, "city", city.code);
      const similarValue = (code: string) =>
        place.level === "city" ? figures.beside(newest, one.id, "neighbour", code) : newest.values.get(code);
      return {
        ...one,
        period: newest.period,
        start: newest.start,
        source: titles.get(newest.source) ?? newest.source,
        sourceId: newest.source,
        asOf: own.asOf,
        own: figureOf(own),
        all,
        country: country && figures.beside(newest, one.id, "country", country.code),
        similar: beside.flatMap((code) => {
          const figure = similarValue(code);
          return figure ? [{ code, value: figure.value, status: figure.status }] : [];
        }),
        range,
        before: figures.before(newest, one.id, place.level, place.code),
      };
    };

    const differenceOf = (own: string, { code, differsIn }: Similar) => {
      const characteristic = alike.characteristics.find(({ indicator }) => indicator === differsIn);
      const unit = about.find(({ id }) => id === differsIn)?.unit;
      if (!characteristic || unit === undefined) return null;
      const { values } = characteristic;
      return { shortName: shortName(differsIn), unit, own: values.get(own)!, there: values.get(code)! };
    };

    return Object.fromEntries(places.map((place) => [place.code, profileOf(place)]));
  },
});

/** The newest figures of all areas of a level, and between what values they lie. */
interface Peers {
  newest: Newest;
  range: AreaIndicator["range"];
}

function rangeOf({ values }: Newest): AreaIndicator["range"] {
  const all = [...values.values()].flatMap(({ value }) => value ?? []);
  return { least: Math.min(...all), greatest: Math.max(...all) };
}

interface Alike {
  nearest: Map<string, Similar[]>;
  usual: number | null;
  characteristics: Characteristic[];
  without: string[];
  source: string;
}

/** The wards most like each ward, by the characteristics of data/similar-areas.yaml that every ward has a figure of. */
function similarIn(places: readonly Place[], figures: AreaFigures): Alike {
  const chosen = readSimilarAreas();
  const wards = places.filter(({ level }) => level === "ward").map(({ code }) => code);
  const valuesOf = (indicator: string): Map<string, number> => {
    const newest = figures.newest(indicator, "ward", wards)?.values ?? new Map();
    return new Map(
      wards.flatMap((code) => {
        const value = newest.get(code)?.value;
        return typeof value === "number" ? [[code, value] as const] : [];
      }),
    );
  };
  const isWhole = (indicator: string) => wards.length > 1 && valuesOf(indicator).size === wards.length;
  const wanted = chosen.characteristics.filter(({ unless }) => unless === undefined || !isWhole(unless));
  const characteristics = wanted
    .filter(({ indicator }) => isWhole(indicator))
    .map(({ indicator, weight }) => ({ indicator, weight, values: valuesOf(indicator) }));
  const isAny = characteristics.length > 0;
  return {
    nearest: isAny ? nearest(characteristics, wards, chosen.count) : new Map(),
    usual: isAny ? usualDistance(characteristics, wards) : null,
    characteristics,
    without: wanted.map(({ indicator }) => indicator).filter((id) => !isWhole(id)),
    source: chosen.source,
  };
}

/** Who answers for some sources, a team once with all its sources: the owner, or the steward of what others publish, who have no number to ring. */
function teamsOf(sources: readonly Source[], used: ReadonlySet<string>): AreaProfile["teams"] {
  const teams = new Map<string, AreaProfile["teams"][number]>();
  for (const { title, owner: first, steward } of sources.filter((source) => used.has(source.id))) {
    const owner = first.phone ? first : steward;
    const key = `${owner.organisation} ${owner.team} ${owner.email}`;
    const known = teams.get(key);
    if (known) known.sources.push(title);
    else
      teams.set(key, {
        team: owner.team,
        organisation: owner.organisation,
        role: owner.role,
        email: owner.email,
        phone: owner.phone ?? null,
        sources: [title],
      });
  }
  return [...teams.values()];
}
