/** A ward that a list can name. */
export interface ListedWard {
  code: string;
  name: string;
  /** The locality that it is in; empty where that is not known. */
  locality: string;
}

/** What a list says. Nothing of it is lost: entries that are not known are told by where they stand. */
export interface ReadList {
  /** Codes of the wards, in the order in which the list names them. */
  codes: string[];
  /** Which entries are not known: "line 3", "line 2, entry 4". */
  unknown: string[];
  /** Entries that name a locality, which stands for its wards. */
  localities: number;
  /** The list with postcodes as the wards around them: what may be kept. Entries that are not known stay as they are. */
  kept: string;
}

/** True if an entry looks like a postcode, which may be a family's. */
export function isPostcode(entry: string): boolean {
  return /^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/i.test(entry.trim());
}

/**
 * Reads a list of wards: names, codes, postcodes and localities, one a line or several with commas, semicolons or tabs between
 * them, or a file of rows of which one column names the ward. `wardAround` gives the code of the ward around a postcode.
 */
export function readList(
  text: string,
  wards: readonly ListedWard[],
  wardAround: (postcode: string) => string | undefined = () => undefined,
): ReadList {
  const byName = new Map(wards.map((ward) => [plain(ward.name), ward]));
  const byCode = new Map(wards.map((ward) => [plain(ward.code), ward]));
  const inLocality = new Map<string, ListedWard[]>();
  for (const ward of wards)
    if (ward.locality)
      inLocality.set(plain(ward.locality), [...(inLocality.get(plain(ward.locality)) ?? []), ward]);
  let localities = 0;
  const known = (entry: string): ListedWard[] => {
    const name = plain(entry);
    const one = byCode.get(name) ?? byName.get(name) ?? byName.get(name.replace(/ ward$/, ""));
    if (one) return [one];
    const around = isPostcode(entry) ? byCode.get(plain(wardAround(entry) ?? "")) : undefined;
    if (around) return [around];
    const some = inLocality.get(name.replace(/ locality$/, "")) ?? [];
    if (some.length > 0) localities += 1;
    return some;
  };

  const lines = text.split(/\r\n?|\n/).map(entriesOf);
  const column = wardColumn(lines, known);
  localities = 0;
  const codes = new Set<string>();
  const unknown: string[] = [];
  const kept = lines.map((entries, i) =>
    entries
      .map((entry, j) => {
        if (entry === "" || (column !== undefined && j !== column && entries.length > 1)) return entry;
        const found = known(entry);
        for (const { code } of found) codes.add(code);
        if (found.length === 0)
          unknown.push(
            entries.length > 1 && column === undefined ? `line ${i + 1}, entry ${j + 1}` : `line ${i + 1}`,
          );
        return found.length === 1 && isPostcode(entry) ? found[0]!.name : entry;
      })
      // A postcode that is not known, or in a column beside, is kept nowhere.
      .map((entry) => (isPostcode(entry) ? "(a postcode)" : entry))
      .join(", "),
  );
  return { codes: [...codes], unknown, localities, kept: kept.join("\n") };
}

/** A message that says which entries are not known, by where they stand; empty where all are. */
export function unknownText(unknown: readonly string[]): string {
  if (unknown.length === 0) return "";
  const most = 12;
  const listed = unknown.slice(0, most).join("; ");
  const rest = unknown.length > most ? `; and ${unknown.length - most} more` : "";
  return `No ward, locality or postcode of the city is at ${listed}${rest}. They stay in the box: correct them there, or leave them.`;
}

// Names with commas in them are none of wards.
function entriesOf(line: string): string[] {
  return line.split(/[,;\t]/).map((entry) =>
    entry
      .trim()
      .replace(/^["']|["']$/g, "")
      .trim(),
  );
}

/** The column of a file of rows that names wards: of at least three rows in at least half. */
function wardColumn(
  lines: readonly (readonly string[])[],
  known: (entry: string) => readonly ListedWard[],
): number | undefined {
  const rows = lines.filter((entries) => entries.some((entry) => entry !== ""));
  const wide = Math.min(...rows.map((entries) => entries.length));
  if (rows.length < 3 || wide < 2) return undefined;
  const counts = Array.from(
    { length: wide },
    (_, j) => rows.filter((entries) => known(entries[j]!).length > 0).length,
  );
  const most = Math.max(...counts);
  const others = counts.filter((count) => count * 3 >= rows.length).length;
  return most * 2 >= rows.length && others === 1 ? counts.indexOf(most) : undefined;
}

function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replace(/[’'.]/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
