import { element } from "../element.js";

/** How a value is written in the address, and read back; `decode` gives undefined for what it does not know. */
export interface Codec<T> {
  encode(value: T): string;
  decode(text: string): T | undefined;
}

/** One of the given texts, or what one of them was called before. */
export function oneOf(
  allowed: readonly string[],
  formerly: Readonly<Record<string, string>> = {},
): Codec<string> {
  return {
    encode: (value) => value,
    decode: (text) => [text, formerly[text]].find((value) => value !== undefined && allowed.includes(value)),
  };
}

/** By the name of each locality its code: addresses once held names. */
export function formerLocalities(
  areas: readonly { code: string; name: string; level?: string }[],
): Record<string, string> {
  return Object.fromEntries(
    areas.filter(({ level = "locality" }) => level === "locality").map(({ code, name }) => [name, code]),
  );
}

/**
 * Some of the given texts, separated by full stops. All must be known, or be what one of them was called before: old
 * addresses go on working.
 */
export function someOf(
  allowed: readonly string[],
  formerly: Readonly<Record<string, string>> = {},
): Codec<string[]> {
  const known = new Set(allowed);
  return {
    encode: (values) => values.join("."),
    decode: (text) => {
      const values = text
        .split(".")
        .filter(Boolean)
        .map((value) => (known.has(value) ? value : (formerly[value] ?? value)));
      return values.every((value) => known.has(value)) ? [...new Set(values)] : undefined;
    },
  };
}

/** Yes or no, written as "yes" and "no". */
export const yesNo: Codec<boolean> = {
  encode: (value) => (value ? "yes" : "no"),
  decode: (text) => (text === "yes" ? true : text === "no" ? false : undefined),
};

/** What the address says about one name: nothing, a good value, or a text that makes no sense. */
export type Reading<T> = { kind: "absent" } | { kind: "value"; value: T } | { kind: "invalid"; text: string };

/** Reads one name from an address's search part. */
export function readAddress<T>(search: string, name: string, codec: Codec<T>): Reading<T> {
  const text = new URLSearchParams(search).get(name);
  if (text === null) return { kind: "absent" };
  const value = codec.decode(text);
  return value === undefined ? { kind: "invalid", text } : { kind: "value", value };
}

/** The search part with one name set, or taken out where the text is empty. Other names keep their order. */
export function writeAddress(search: string, name: string, text: string): string {
  const parameters = new URLSearchParams(search);
  if (text === "") parameters.delete(name);
  else parameters.set(name, text);
  const written = parameters.toString();
  return written ? `?${written}` : "";
}

/** An input that `view` understands: an element with a value that tells of changes by "input" events. */
export type ViewElement<T> = HTMLElement & { value: T };

/** Takes names out of the address that nothing on the page stands for any more; no new history entry. */
export function forget(names: readonly string[]): void {
  putInAddress(names.reduce((search, name) => writeAddress(search, name, ""), location.search));
}

/**
 * Binds an input to a name in the page's address, both ways: it takes its value from the address, what
 * a reader chooses is written there without a new history entry, and going back or editing the address
 * changes the input. A text in the address that the codec does not know is taken out of it, with a note beside the
 * input: the address never says what the page does not show. Until a reader chooses, the address stays as it is.
 * Of an input that is made anew when another changes, `instead` are the names that it has had before.
 */
export function inAddress<T, E extends ViewElement<T>>(
  name: string,
  input: E,
  codec: Codec<T>,
  { instead = [] }: { instead?: readonly string[] } = {},
): E {
  const fallback = input.value;
  const note = element("p", { class: "ey-note", role: "status" });
  forget(instead.filter((other) => other !== name));

  const read = () => {
    const reading = readAddress(location.search, name, codec);
    if (reading.kind === "value") input.value = reading.value;
    // An input may refuse a value that the codec knows, as a list does whose options have changed.
    const isShown = reading.kind === "value" && codec.encode(input.value) === codec.encode(reading.value);
    if (!isShown) input.value = fallback;
    note.textContent = isShown || reading.kind === "absent" ? "" : noteOf(reading, codec);
    note.remove();
    if (isShown || reading.kind === "absent") return;
    input.append(note);
    forget([name]);
  };
  read();

  input.addEventListener("input", () => {
    note.remove();
    putInAddress(writeAddress(location.search, name, codec.encode(input.value)));
  });

  const moved = () => {
    if (!input.isConnected) {
      removeEventListener("popstate", moved);
      return;
    }
    const before = codec.encode(input.value);
    read();
    if (codec.encode(input.value) !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  addEventListener("popstate", moved);
  return input;
}

function noteOf<T>(reading: Reading<T> & { kind: "value" | "invalid" }, codec: Codec<T>): string {
  const text = reading.kind === "invalid" ? reading.text : codec.encode(reading.value);
  return `The address asked for “${shortened(text)}”, which is not among the choices. The usual choice is shown.`;
}

function putInAddress(search: string): void {
  if (search !== location.search)
    history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
