// What draws, and nothing that runs, links or fetches (SVG 2, W3C).
const elements = new Set(
  "svg g defs title desc metadata symbol use path rect circle ellipse line polyline polygon text tspan textPath linearGradient radialGradient stop clipPath mask pattern marker".split(
    " ",
  ),
);
const attribute = /\s+([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const tag = /<(?:\/([\w:-]+)\s*|([\w:-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?)>/g;

/**
 * Whether an SVG file is a drawing and nothing more: elements that draw, attributes that run and fetch nothing, and no
 * other kind of markup. What is not certain is none.
 */
export function isPlainDrawing(text: string): boolean {
  const drawing = text.replace(/^\uFEFF?\s*<\?xml\s[^<>?]*\?>/, "").replace(/<!--(?:(?!--)[\s\S])*-->/g, "");
  let isPlain = true;
  const rest = drawing.replace(tag, (_, ended?: string, begun?: string, given = "") => {
    isPlain &&= elements.has((ended ?? begun)!) && [...(given as string).matchAll(attribute)].every(isQuiet);
    return "";
  });
  return isPlain && !rest.includes("<");
}

function isQuiet([, name = "", double, single]: RegExpMatchArray): boolean {
  // A reference to a character could hide one that is refused.
  const value = (double ?? single ?? "").replace(/\s+/g, "");
  if (/^on/i.test(name)) return false;
  if (/(?:^|:)(?:href|src|base)$/i.test(name)) return value.startsWith("#");
  if (/^xmlns(?::|$)/.test(name)) return true;
  return !/[&\\@]|\/\/|script:|data:|url\((?!["']?#)/i.test(value);
}
