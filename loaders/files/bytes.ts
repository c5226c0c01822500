/** Bytes of ASCII that the readers of text look for, by their names. */
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const exclamationMark = 0x21;
export const quote = 0x22;
export const apostrophe = 0x27;
export const fullStop = 0x2e;
export const slash = 0x2f;
export const zero = 0x30;
export const nine = 0x39;
export const colon = 0x3a;
export const less = 0x3c;
export const equals = 0x3d;
export const greater = 0x3e;
export const questionMark = 0x3f;
export const backslash = 0x5c;
