/**
 * True if a path in the inbox fits a glob pattern. Letter case does not matter, and `\` counts as `/`.
 * A pattern without a slash is compared with the file name, one with a slash with the end of the path.
 *
 * `*` stands for any characters but a slash, `**` for any characters, a `**` with a slash for any folders or none, `?` for one
 * character, `[0-9]` for one of a set, `[!0-9]` for one not of it, and `{a,b}` for a choice.
 *
 * The time it takes grows with the length of the pattern times that of the path, whatever stands in them: all ways to
 * read the pattern are followed at once (Thompson 1968), and none is tried again.
 */
export function fits(pattern: string, path: string): boolean {
  const slashed = [...path.replaceAll("\\", "/").toLowerCase()];
  if (!pattern.includes("/")) {
    const name = slashed.slice(slashed.lastIndexOf("/") + 1);
    return ends(compile(pattern), name, [0]);
  }
  const subject = ["/", ...slashed];
  const starts = subject.flatMap((character, at) => (character === "/" ? [at + 1] : []));
  return ends(compile(pattern.replace(/^\//, "")), subject, starts);
}

/** A part of a pattern: one character, any number of characters, or a choice of sequences. */
type Part =
  | { one: (character: string) => boolean }
  | { many: (character: string) => boolean }
  | { choice: Part[][] };

function ends(parts: Part[], subject: readonly string[], starts: readonly number[]): boolean {
  return follow(parts, subject, new Set(starts)).has(subject.length);
}

/** Where a sequence of parts can end in the subject that starts at one of these places. */
function follow(parts: Part[], subject: readonly string[], starts: ReadonlySet<number>): Set<number> {
  let places = new Set(starts);
  for (const part of parts) {
    const next = new Set<number>();
    if ("choice" in part)
      for (const sequence of part.choice)
        for (const place of follow(sequence, subject, places)) next.add(place);
    else if ("one" in part) {
      for (const place of places)
        if (place < subject.length && part.one(subject[place]!)) next.add(place + 1);
    } else {
      for (let place = 0, open = false; place <= subject.length; place++) {
        open = places.has(place) || (open && part.many(subject[place - 1]!));
        if (open) next.add(place);
      }
    }
    places = next;
    if (places.size === 0) break;
  }
  return places;
}

const compiled = new Map<string, Part[]>();

function compile(pattern: string): Part[] {
  let parts = compiled.get(pattern);
  if (!parts) {
    parts = parse(tokens(pattern.toLowerCase()));
    compiled.set(pattern, parts);
  }
  return parts;
}

const any = () => true;
const notSlash = (character: string) => character !== "/";
const wildcards: Record<string, Part> = {
  "*": { many: notSlash },
  "**": { many: any },
  "**/": { choice: [[], [{ many: any }, { one: (character) => character === "/" }]] },
  "?": { one: notSlash },
};

function tokens(pattern: string): string[] {
  return pattern.match(/\*\*\/|\*\*|\[!?[\w-]+\]|[\s\S]/gu) ?? [];
}

/** A brace that is never closed, and a comma or closing brace outside braces, stand for themselves. */
function parse(all: readonly string[]): Part[] {
  const closings = closingsOf(all);
  const sequence = (from: number, to: number): Part[] => {
    const parts: Part[] = [];
    for (let at = from; at < to; at++) {
      const closing = closings.get(at);
      if (closing === undefined) parts.push(partOf(all[at]!));
      else {
        parts.push({ choice: alternatives(all, at, closing, closings).map(([a, b]) => sequence(a, b)) });
        at = closing;
      }
    }
    return parts;
  };
  return sequence(0, all.length);
}

/** By the place of an opening brace, that of the brace that closes it. */
function closingsOf(all: readonly string[]): Map<number, number> {
  const open: number[] = [];
  const closings = new Map<number, number>();
  for (const [at, token] of all.entries()) {
    if (token === "{") open.push(at);
    if (token === "}" && open.length) closings.set(open.pop()!, at);
  }
  return closings;
}

function alternatives(
  all: readonly string[],
  opening: number,
  closing: number,
  closings: ReadonlyMap<number, number>,
): [from: number, to: number][] {
  const found: [number, number][] = [];
  let from = opening + 1;
  for (let at = from; at < closing; at++) {
    at = closings.get(at) ?? at;
    if (all[at] !== ",") continue;
    found.push([from, at]);
    from = at + 1;
  }
  return [...found, [from, closing]];
}

function partOf(token: string): Part {
  if (token in wildcards) return wildcards[token]!;
  if (token.length > 1 && token.startsWith("[")) {
    const set = new RegExp(`^${token.replace("[!", "[^")}$`, "u");
    return { one: (character) => set.test(character) };
  }
  return { one: (character) => character === token };
}
