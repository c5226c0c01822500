import type { MessageFunction, MessageFunctionContext, MessageValue } from "messageformat/functions";

/** `{$date :day}`: a day, given as year-month-day, as `dayIn` writes it in the language: “1 September 2026”. */
export function dayFunction(dayIn: (date: string) => string): MessageFunction<"string"> {
  return (context, _options, date) => text(context, dayIn(String(date)));
}

/** `{$amount :pounds}`: an amount of pounds, with pence where there are any: “£203.36”, “£2,000”. */
export const pounds: MessageFunction<"string"> = (context, _options, amount) => {
  if (typeof amount !== "number") throw new Error("pounds are a number.");
  const places = Number.isInteger(amount) ? 0 : 2;
  const format = new Intl.NumberFormat(context.locales, {
    style: "currency",
    currency: "GBP",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return text(context, format.format(amount));
};

function text({ dir, locales }: MessageFunctionContext, words: string): MessageValue<"string"> {
  return {
    type: "string",
    dir: dir ?? "auto",
    toString: () => words,
    toParts: () => [{ type: "string", locale: locales[0]!, value: words }],
    valueOf: () => words,
  };
}
