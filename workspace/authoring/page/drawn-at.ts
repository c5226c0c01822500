/**
 * Where a draft is drawn, for the page that its writer came from: `shown` is the draft's address, with the names of its page's
 * parameters, `address` the page's, and `at` that of the one page of many where it was read.
 */
export function drawnAt(shown: string, address: string, at: string): string {
  const [names, values] = [address, at].map((one) => one.split("/")) as [string[], string[]];
  if (names.length !== values.length) return shown;
  return shown
    .split("/")
    .map((part, i) => part.replace(names[i]!, () => values[i]!))
    .join("/");
}
