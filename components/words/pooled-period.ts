/**
 * The names of periods that are several together: “2023/24 to 2025/26”, “2023 to 2025”, or, as only the same terms of
 * several years have no child in common, “Autumn terms 2023 to 2025”. Imports nothing: loaders use it too.
 */

const pooled = /^(?:(Autumn|Spring|Summer) terms )?(\d{4})(\/\d{2})? to (\d{4})(\/\d{2})?$/;

/** The name of some periods together: years or the same term of years, one after the other, oldest first. */
export function pooledName(parts: readonly string[]): string {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const [term, year] = first.split(" ");
  return year === undefined ? `${first} to ${last}` : `${term} terms ${year} to ${last.split(" ")[1]}`;
}

/** The names of the periods that a pooled one is of, oldest first; undefined of a period that is one alone. */
export function partsOfPeriod(name: string | null): string[] | undefined {
  const [, term, first, ending, last] = pooled.exec(name ?? "") ?? [];
  if (first === undefined || last === undefined) return undefined;
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => {
    const year = Number(first) + i;
    if (term) return `${term} ${year}`;
    return ending === undefined ? String(year) : `${year}/${String((year + 1) % 100).padStart(2, "0")}`;
  });
}

/** A pooled period in words for a sentence: “the autumn terms 2023 to 2025”, “the years 2023/24 to 2025/26”. */
export function pooledInWords(name: string): string {
  return /^\d/.test(name) ? `the years ${name}` : `the ${name[0]!.toLowerCase()}${name.slice(1)}`;
}

/** Whether a period is several together. */
export function isPooled(name: string | null): boolean {
  return partsOfPeriod(name) !== undefined;
}
