/** Numbers as people read them, in British English, and as files hold them. Imports nothing: loaders and commands use it too. */

/** A whole number with separators: "1,234". A minus sign is a true minus. */
export function formatCount(count: number): string {
  return formatDecimal(count, 0);
}

/**
 * A number with exactly so many decimals: "1,234.50". Halves are rounded away from nought, as the number is written: 1.005
 * to two decimals is 1.01. What rounds to nought has no minus sign.
 */
export function formatDecimal(value: number, places: number): string {
  return signed(value, formatOf(places, places).format(Math.abs(value)));
}

/** A number with no more decimals than it has, and six at most, for a scale: "1,200", "0.25", "−2". */
export function formatShort(value: number): string {
  return signed(value, formatOf(0, 6).format(Math.abs(value)));
}

/** A number on the axis of a chart: "25%" of a percentage, without its unit else. */
export function formatTick(value: number, unit: string): string {
  return formatShort(value) + (unit === "percent" ? "%" : "");
}

/** A number with its sign, for a change or a weight: "+4.2", "−2.0"; "0" where it rounds to nought. */
export function formatSigned(value: number, places: number): string {
  const text = formatDecimal(value, places);
  if (!/[1-9]/.test(text)) return "0";
  return value > 0 ? `+${text}` : text;
}

/**
 * What percentage a part is of a whole: "12.5%". Some never reads as none, nor less than all as all: "less than 0.1%",
 * "more than 99.9%". Of nobody it is "0.0%".
 */
export function formatShare(part: number, whole: number, places = 1): string {
  const share = whole > 0 ? (100 * part) / whole : 0;
  const least = 10 ** -places;
  if (share > 0 && withDecimals(share, places) === 0) return `less than ${formatDecimal(least, places)}%`;
  if (share < 100 && withDecimals(share, places) === 100)
    return `more than ${formatDecimal(100 - least, places)}%`;
  return `${formatDecimal(share, places)}%`;
}

/**
 * A number with its unit: "71.2%", "4.1 percentage points", "1,234", "0.35". Percentages and rates get one decimal place,
 * counts none, the rest two.
 */
export function formatNumber(value: number, unit: string): string {
  switch (unit) {
    case "percent":
      return `${formatDecimal(value, 1)}%`;
    case "percentage points":
      return `${formatDecimal(value, 1)} percentage points`;
    case "count":
    case "children":
    case "schools":
    case "childminders":
    case "tenth":
      return formatCount(value);
    case "pounds":
      return `£${formatCount(value)}`;
    default:
      return formatDecimal(value, unit.startsWith("per ") ? 1 : 2);
  }
}

/** One number less another as far as both are written, so that a reader who takes one from the other finds the same. */
export function shownDifference(value: number, less: number, unit: string): number {
  const written = (number: number) =>
    formatNumber(number, unit)
      .replace("−", "-")
      .replace(/[^\d.-]/g, "");
  const places = written(value).split(".")[1]?.length ?? 0;
  return withDecimals(Number(written(value)) - Number(written(less)), places);
}

/** A size: "383 KB", "1.2 MB", "64 MB". What is there is never nothing: at least 1 KB. */
export function formatBytes(bytes: number): string {
  const of = (size: number) => formatDecimal(size, size < 9.95 ? 1 : 0);
  if (bytes < 999_500) return `${formatCount(Math.max(bytes / 1e3, 1))} KB`;
  return bytes < 999.5e6 ? `${of(bytes / 1e6)} MB` : `${of(bytes / 1e9)} GB`;
}

/** How long something took: "12.3 s" of milliseconds. */
export function formatSeconds(milliseconds: number): string {
  return `${formatDecimal(milliseconds / 1000, 1)} s`;
}

/** Decimals that a figure of a file bears: no more than pages show, and of a percentage of under a hundred none. */
export function decimalsOf(unit: string, denominator: number | null): number {
  if (unit === "count" || unit === "children") return 0;
  if (unit === "percent") return denominator !== null && denominator < 100 ? 0 : 1;
  return unit === "percentage points" || unit.startsWith("per ") ? 1 : 2;
}

/** The number with at most so many decimals, rounded as pages round: halves away from nought, as they are written. */
export function withDecimals(value: number, decimals: number): number {
  return Number(formatOf(0, decimals, false).format(value)) + 0;
}

/** A count as files give it: counts that are estimates, shared out over areas, have fractions. */
export function countOf(value: number): number {
  return withDecimals(value, 3);
}

function signed(value: number, text: string): string {
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

const formats = new Map<string, Intl.NumberFormat>();

// To make one takes long beside using it.
function formatOf(least: number, most: number, useGrouping = true): Intl.NumberFormat {
  const key = `${least} ${most} ${useGrouping}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat("en-GB", {
      useGrouping,
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    });
  formats.set(key, format);
  return format;
}
