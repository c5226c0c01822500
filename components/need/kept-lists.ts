/** Lists of areas that a reader keeps in this browser: the one in use, and others by name. */
export interface KeptLists {
  codes: string[];
  /** As it was written, with wards in place of postcodes. */
  text: string;
  named: Record<string, string[]>;
}

const key = "early-years-our-list";
const nothing: KeptLists = { codes: [], text: "", named: {} };

/** What this browser keeps; nothing where it keeps none, or may not. */
export function keptLists(): KeptLists {
  try {
    const read = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<KeptLists> | null;
    const isList = (list: unknown): list is string[] =>
      Array.isArray(list) && list.every((code) => typeof code === "string");
    const named = Object.entries(read?.named ?? {}).filter(([, codes]) => isList(codes));
    return {
      codes: isList(read?.codes) ? read.codes : [],
      text: typeof read?.text === "string" ? read.text : "",
      named: Object.fromEntries(named),
    };
  } catch {
    return nothing;
  }
}

/** Keeps lists in this browser. False where it may not, as in a private window. */
export function keepLists(lists: KeptLists): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(lists));
    return true;
  } catch {
    return false;
  }
}
