/**
 * Bytes of ASCII that the readers of text look for. A reader takes its own names of them: to read an imported one for each byte
 * of a file takes longer than to look at the byte.
 */
export const ascii = {
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  exclamationMark: 0x21,
  quote: 0x22,
  apostrophe: 0x27,
  fullStop: 0x2e,
  slash: 0x2f,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  questionMark: 0x3f,
  backslash: 0x5c,
} as const;
