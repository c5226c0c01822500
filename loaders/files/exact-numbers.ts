/**
 * A text of JSON in which whole numbers of more digits than the engine's numbers hold are texts: 9007199254740993 would be read
 * as 9007199254740992, and an identifier as another one.
 */
export function withExactNumbers(json: string): string {
  if (!longNumber.test(json)) return json;
  return json.replace(textOrNumber, (token) =>
    whole.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}

const longNumber = /(?:^|[^.\d])\d{16}/;
const textOrNumber = /"(?:[^"\\]|\\.)*"|[-+.\deE]+/gs;
const whole = /^-?\d+$/;
