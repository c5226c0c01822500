/** Characters of a shape, at most. */
export const shapeLength = 40;

/** The shape of a text: letters as a or A, digits as 9, what cannot be printed as ?, at most 40 characters. */
export function shapeOf(text: string): string {
  const shaped = text
    .replace(/[\p{Lu}\p{Lt}]/gu, "A")
    .replace(/[\p{Ll}\p{Lm}\p{Lo}\p{M}]/gu, "a")
    .replace(/\p{N}/gu, "9")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
  return [...shaped].slice(0, shapeLength).join("");
}
