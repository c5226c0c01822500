const parameter = /\[([a-z_]\w*)\]/gi;

/** The names of the parameters in a page's path: `area` of `/areas/[area]`. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(parameter)].map(([, name]) => name!);
}

/** A path with values in place of its parameters. */
export function withValues(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(parameter, (_, name: string) => values[name] ?? "");
}

/** The values of the parameters with which a path becomes another; undefined where it has none or cannot. */
export function valuesIn(path: string, other: string): Record<string, string> | undefined {
  if (parametersOf(path).length === 0) return undefined;
  const parts = path.split(/\[([a-z_]\w*)\]/i);
  const pattern = parts.map((part, i) =>
    i % 2 === 0 ? part.replace(/[.+*^$()|]/g, "\\$&") : `(?<${part}>[^/]+)`,
  );
  return new RegExp(`^${pattern.join("")}$`).exec(other)?.groups;
}
