/** Decimals that a figure bears: no more than pages show, and of a percentage of under a hundred none. Imports nothing: loaders use it too. */
export function decimalsOf(unit: string, denominator: number | null): number {
  if (unit === "count" || unit === "children") return 0;
  if (unit === "percent") return denominator !== null && denominator < 100 ? 0 : 1;
  return unit === "percentage points" || unit.startsWith("per ") ? 1 : 2;
}

/** Counts that are estimates, shared out over areas, have fractions. */
const countDecimals = 3;

/** The number with at most so many decimals, rounded as pages round: halves away from nought, as they are written. */
export function withDecimals(value: number, decimals: number): number {
  return Number(plain(decimals).format(value)) + 0;
}

/** A count as files give it. */
export function countOf(value: number): number {
  return withDecimals(value, countDecimals);
}

const formats = new Map<number, Intl.NumberFormat>();

function plain(decimals: number): Intl.NumberFormat {
  const known = formats.get(decimals);
  if (known) return known;
  const made = new Intl.NumberFormat("en-GB", { useGrouping: false, maximumFractionDigits: decimals });
  formats.set(decimals, made);
  return made;
}
