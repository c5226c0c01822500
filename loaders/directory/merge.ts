import { createHash } from "node:crypto";
import { group } from "d3";
import { homeKinds, type Service } from "../../components/directory/service.js";
import { defined, type Reading } from "./read-row.js";
import { serviceOrder } from "./service-order.js";

/** What the register that licenses a place says, whatever a newer listing says: name, kind, address, places, inspections. */
const registered = new Set([
  "name",
  "kind",
  "address",
  "postcode",
  "latitude",
  "longitude",
  "places",
  "inspection",
  "urn",
]);

/** Where a place lies, by its position or its postcode. */
export interface Places {
  wardAt: (longitude: number, latitude: number) => string | undefined;
  postcode: (text: string) => { latitude: number; longitude: number; ward: string | undefined } | undefined;
}

/**
 * The services of all readings: those of one register number are one service. Of each field the newest that somebody
 * confirmed counts, but for what a register says. `registers`: ids of sources that are registers, before others.
 * A service in a home has neither address, postcode nor position, and a ward only where it has let its name be listed;
 * without a name it is not listed at all.
 */
export function mergeReadings(
  readings: readonly Reading[],
  { registers, places }: { registers: ReadonlySet<string>; places: Places },
): Service[] {
  const byKey = group(readings, ({ source, ownId, said }) =>
    said.urn && !ownId.includes("/") ? `urn ${said.urn}` : `${source} ${ownId}`,
  );
  return [...byKey].flatMap(([key, own]) => serviceOf(key, own, registers, places)).sort(serviceOrder);
}

function serviceOf(
  key: string,
  own: readonly Reading[],
  registers: ReadonlySet<string>,
  places: Places,
): Service[] {
  const newestFirst = [...own].sort((a, b) => (b.confirmed ?? "").localeCompare(a.confirmed ?? ""));
  const registersFirst = [...newestFirst].sort(
    (a, b) => Number(registers.has(b.source)) - Number(registers.has(a.source)),
  );
  const said: Record<string, unknown> = {};
  const origins: Service["origins"] = {};
  for (const name of new Set(own.flatMap((reading) => Object.keys(defined(reading.said))))) {
    const from = (registered.has(name) ? registersFirst : newestFirst).find(
      (reading) => reading.said[name as never] !== undefined,
    );
    if (!from) continue;
    said[name] = from.said[name as never];
    origins[name] = { source: from.source, confirmed: from.confirmed };
  }
  const { postcode, ...rest } = said as Partial<Service>;
  if (rest.name === undefined || rest.kind === undefined) return [];
  const atPostcode = postcode ? places.postcode(postcode) : undefined;
  const isHome = homeKinds.includes(rest.kind);
  const position = positionOf(rest, places) ?? (atPostcode && { ...atPostcode });
  const shown = isHome
    ? { address: undefined, latitude: undefined, longitude: undefined, ward: position?.ward }
    : { postcode, ward: position?.ward, latitude: position?.latitude, longitude: position?.longitude };
  const service = defined({ ...rest, ...shown }) as Partial<Service>;
  if (service.latitude !== undefined && origins.latitude === undefined && origins.postcode)
    for (const name of ["latitude", "longitude"]) origins[name] = origins.postcode;
  return [
    {
      ...(service as Service),
      id: uuidOf(key),
      origins: Object.fromEntries(Object.entries(origins).filter(([name]) => name in service)),
      confirmed: (service.phone && origins.phone?.confirmed) || null,
    },
  ];
}

// A position outside every ward of the city is a slip of the pen: the postcode is asked instead.
function positionOf({ latitude, longitude }: Partial<Service>, places: Places) {
  if (latitude === undefined || longitude === undefined) return undefined;
  const ward = places.wardAt(longitude, latitude);
  return ward ? { latitude, longitude, ward } : undefined;
}

/** A UUID made from a text: the same text gives the same one. */
export function uuidOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
