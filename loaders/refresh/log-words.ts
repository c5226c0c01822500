/** A count as a log line says it. */
export function count(n: number): string {
  return n.toLocaleString("en-GB");
}

/** Time since `started` (of `performance.now()`), for the end of a log line. */
export function seconds(started: number): string {
  return `  (${((performance.now() - started) / 1000).toFixed(1)} s)`;
}

/** Size for a log line. */
export function kilobytes(bytes: number): string {
  return `${count(Math.ceil(bytes / 1024))} KB`;
}
