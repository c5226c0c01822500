/**
 * This server's other name, where there is one: a page that comes from there has a process of its own in the browser, and a
 * cell that runs for ever stops the page and not what stands beside it.
 */
export function otherName(): string {
  const other = { "127.0.0.1": "localhost", localhost: "127.0.0.1" }[location.hostname];
  return other ? `${location.protocol}//${other}:${location.port}` : "";
}
