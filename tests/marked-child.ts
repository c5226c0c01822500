/** A child who exists nowhere, marked so that no other text holds a part of her. */
export const name = "Zebedina Quartzwick";
export const number = "943 476 5919";
export const postcode = "B13 7QQ";
export const upn = "Q204987654321";
export const row = `${name},${number},${postcode},${upn},14/02/2022`;

/** The parts of her that stand in a text, however it is spelt. */
export function partsIn(text: string): string[] {
  const plain = text.toLowerCase().replace(/[\s_-]/g, "");
  return ["zebedina", "quartzwick", "9434765919", "b137qq", "q204987654321"].filter((part) =>
    plain.includes(part),
  );
}
