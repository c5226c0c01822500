/** True of the beginning of a GeoJSON collection. */
export const featureType = /"type"\s*:\s*"FeatureCollection"/;

/**
 * Where the lists of objects begin in a text of JSON, which may be cut off: their dot paths, "." for the text itself, those
 * nested least first. Lists within lists, and those below a key that has a dot in it, are left out.
 */
export function rowLists(text: string): string[] {
  const found: { path: string; depth: number }[] = [];
  const open: { sign: string; key: string }[] = [];
  let before = "";
  for (const [token] of text.matchAll(tokens)) {
    const inner = open.at(-1);
    if (token === "{" && before === "[" && open.slice(0, -1).every(({ sign }) => sign === "{")) {
      const keys = open.slice(0, -1).map(({ key }) => key);
      if (!keys.some((key) => key === "" || key.includes(".")))
        found.push({ path: keys.join(".") || ".", depth: keys.length });
    }
    if (token === "{" || token === "[") open.push({ sign: token, key: "" });
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":" && inner) inner.key = keyOf(before);
    before = token;
  }
  return found.sort((a, b) => a.depth - b.depth).map(({ path }) => path);
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;

function keyOf(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return "";
  }
}
