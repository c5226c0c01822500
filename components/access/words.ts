import { capital, formatList, plural } from "../words/format.js";
import { formatCount, formatDecimal, formatShare, formatSigned } from "../words/numbers.js";
import { type AccessInWords, type ReachedWard, wordsOf } from "./sentences.js";

/** Wards in which less than so many places for 100 children change are not told of. */
const leastChange = 0.1;

/** What is within reach in two or three sentences; empty where nothing can be told. */
export function accessLead(access: AccessInWords): string {
  const { available, city, who, one, settings, wards } = access;
  if (!available) return "";
  const { reach, way } = access.choices;
  const far = city.before.far;
  const walked =
    far === 0
      ? `All ${who} live within a kilometre of ${one}.`
      : `${capital(formatShare(far, city.children))} of ${who} (${formatCount(far)} of ${formatCount(city.children)}) live more than a kilometre from ${one}.`;
  if (city.before.places === null)
    return `${walked} How many places there are is not known of ${settings.asked === 1 ? "it" : "them"}.`;
  const [least, most] = endsOf(wards);
  const ends =
    least && most && least !== most
      ? ` The fewest are in reach in ${least.name} (${placesText(least.before.places)}), the most in ${most.name} (${placesText(most.before.places)}).`
      : "";
  return `Within ${formatDecimal(reach, 0)} km${way === "zones" ? ", nearer ones counting more," : ""} there are ${placesText(city.before.places)} places for each 100 ${who}.${ends} ${walked}`;
}

/** What opening and closing settings would change, in a paragraph; empty where nothing would be opened or closed. */
export function changeLead(access: AccessInWords): string {
  const { isChanged, city, opened, closed, who, one } = access;
  if (!isChanged) return "";
  const what = formatList([
    ...(opened ? [`a new setting with ${plural(opened.places, "place")} opened`] : []),
    ...(closed.length > 0 ? [`${formatList(closed.map(({ name }) => name))} closed`] : []),
  ]);
  const gain = changedWards(access).filter(({ change }) => change > 0);
  const loss = changedWards(access).filter(({ change }) => change < 0);
  const far = city.far - city.before.far;
  const reach = [
    gain.length > 0 && `more would be within reach in ${whereText(gain, gain[0]!)}`,
    loss.length > 0 && `less would be within reach in ${whereText(loss, loss.at(-1)!)}`,
    gain.length + loss.length === 0 &&
      (city.before.places === null
        ? "nobody could say how many more or fewer places were within reach, as those that there are now are not known"
        : "no ward would have noticeably more or fewer places within reach"),
  ].filter((text) => text !== false);
  const walked =
    far === 0
      ? `As many ${who} as before would live more than a kilometre from ${one}.`
      : `${formatCount(Math.abs(far))} ${far < 0 ? "fewer" : "more"} ${who} would live more than a kilometre from ${one}.`;
  return `If ${what}, ${formatList(reach)}. ${walked}`;
}

/** Wards by how many more places for 100 children there would be, the most first; those where hardly any are left out. */
export function changedWards({ wards }: AccessInWords): (ReachedWard & { change: number })[] {
  return wards
    .flatMap((ward) =>
      ward.places === null || ward.before.places === null
        ? []
        : [{ ...ward, change: ward.places - ward.before.places }],
    )
    .filter(({ change }) => Math.abs(change) >= leastChange)
    .sort((a, b) => b.change - a.change || a.name.localeCompare(b.name, "en-GB"));
}

/** Who cannot be counted, in a sentence; empty where all can. */
export function uncounted({ data, settings, which }: AccessInWords): string {
  const unknown = settings.asked - settings.counted;
  return [
    data.withheld.settings > 0 &&
      `${plural(data.withheld.settings, "childminder or home setting", "childminders and home settings")} with ${plural(data.withheld.places, "place")} for under-fives cannot be placed, as addresses of homes are withheld: they are in no figure here.`,
    unknown > 0 &&
      settings.counted > 0 &&
      `Of ${formatCount(unknown)} of the ${formatCount(settings.asked)} settings asked of (${which}), nobody says how many places they have: they count for distance alone.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Places for 100 children as they are written. */
export function placesText(places: number | null): string {
  return places === null ? "an unknown number of" : formatDecimal(places, 1);
}

type Changed = ReachedWard & { change: number };

function whereText(wards: readonly Changed[], most: Changed): string {
  return wards.length === 1
    ? movedText(most)
    : `${plural(wards.length, "ward")}, the change being greatest in ${movedText(most)}`;
}

function movedText({ name, change, before, places }: Changed): string {
  return `${name} (${placesText(before.places)} to ${placesText(places)} places for 100, ${formatSigned(change, 1)})`;
}

function endsOf(wards: readonly ReachedWard[]): [ReachedWard?, ReachedWard?] {
  const known = wards
    .filter((ward) => ward.children > 0 && ward.before.places !== null)
    .sort((a, b) => a.before.places! - b.before.places! || a.name.localeCompare(b.name, "en-GB"));
  return [known[0], known.at(-1)];
}
