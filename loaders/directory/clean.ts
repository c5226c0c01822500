const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Whether a text holds tags or entities of HTML. */
export function hasHtml(text: string): boolean {
  return /<\/?[a-z][^>]*>|&(?:[a-z]+|#\d+);/i.test(text);
}

const mailbox = /[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}/gi;

/**
 * A text of a directory as prose: without HTML, on one line, and without e-mail addresses, which public pages do not carry.
 * Undefined where nothing is left, or where the cell says that it has been withheld.
 */
export function plain(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  const clean = text
    .replace(/<(?:br|\/p|\/li|\/div)\b[^>]*>/gi, " ")
    .replace(/<\/?[a-z][^>]*>/gi, "")
    .replace(/&(?:([a-z]+)|#(\d+));/gi, (_, name?: string, number?: string) =>
      name ? (entities[name.toLowerCase()] ?? " ") : String.fromCodePoint(Number(number)),
    )
    .replace(mailbox, "")
    .replace(/\s+/g, " ")
    .replace(/(?<=[([]) | (?=[)\],;])/g, "")
    .trim();
  return clean === "" || /^redacted$/i.test(clean) ? undefined : clean;
}

/** A telephone number of the United Kingdom as people read it; undefined where it is none. */
export function telephone(text: unknown): string | undefined {
  const digits = digitsOf(text);
  if (digits === undefined) return undefined;
  if (/^02/.test(digits)) return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`;
  if (/^0(?:11\d|1\d1|3|8)/.test(digits))
    return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
  return `${digits.slice(0, 5)} ${digits.slice(5)}`;
}

function digitsOf(text: unknown): string | undefined {
  if (typeof text !== "string" && typeof text !== "number") return undefined;
  const digits = String(text)
    .replace(/^\s*(?:\+|00)44\s*(?:\(0\))?/, "0")
    .replace(/[\s().-]/g, "");
  return /^0[1-37-9]\d{8,9}$/.test(digits) || /^0800\d{6,7}$/.test(digits) ? digits : undefined;
}

/** A postcode with its space; undefined where the text is none. */
export function postcodeOf(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(bare) ? `${bare.slice(0, -3)} ${bare.slice(-3)}` : undefined;
}

/** A web address, with its protocol; undefined where the text is none. */
export function websiteOf(text: unknown): string | undefined {
  const said = plain(text);
  if (said === undefined || /\s/.test(said) || !said.includes(".")) return undefined;
  const address = /^https?:\/\//i.test(said) ? said : `https://${said}`;
  return URL.canParse(address) && !/%40|@/.test(address) ? address : undefined;
}

/** A time of day as 07:30; undefined where the text is none. */
export function timeOf(text: unknown): string | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d\d)(?::\d\d)?/.exec(String(text ?? "").trim()) ?? [];
  return hour === undefined || Number(hour) > 23 || Number(minute) > 59
    ? undefined
    : `${hour.padStart(2, "0")}:${minute}`;
}
