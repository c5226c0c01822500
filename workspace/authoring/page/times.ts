const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A time of a record, as people say it. */
export function timeInWords(iso: string): string {
  return time.format(new Date(iso));
}

/** Who a record names, without their address. */
export function nameInWords(by: string): string {
  return by.replace(/\s*<[^<>]*>$/, "");
}
