import { decodeHTML } from "entities";

/**
 * A text as its reader's program comes to see it: without the escapes of markup, JSON, scripts and addresses, with one
 * kind of apostrophe and quotation mark and single spaces. Escapes within escapes are taken off too, three deep.
 */
export function plainText(text: string): string {
  let plain = text;
  for (let depth = 0; depth < 3; depth++) plain = unescapeOnce(plain);
  return plain
    .normalize("NFKC")
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, " ");
}

const blank: Record<string, string> = { n: " ", r: " ", t: " " };

function unescapeOnce(text: string): string {
  return decodeHTML(text)
    .replace(
      /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([nrt"'/`\\]))/gi,
      (whole, braced, four, two, letter) =>
        letter ? (blank[letter] ?? letter) : (character(braced ?? four ?? two) ?? whole),
    )
    .replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => fromAddress(escaped) ?? escaped);
}

function character(hexadecimal: string): string | undefined {
  const code = Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function fromAddress(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}
