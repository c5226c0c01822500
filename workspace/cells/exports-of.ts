import { existsSync, readFileSync } from "node:fs";

/** The names that a module of ours exports, as its text has them; none where it is not there or hands on another whole. */
export function exportsOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const source = readFileSync(file, "utf8");
  if (/^export \*/m.test(source)) return [];
  const lists = [...source.matchAll(/^export \{([^}]+)\}/gm)].flatMap(([, list]) => list!.split(","));
  const own = [...source.matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm)].map(
    ([, name]) => name!,
  );
  return [
    ...lists
      .map((part) => part.trim())
      .filter((part) => part && !part.startsWith("type "))
      .map((part) => part.replace(/^.* as /, "")),
    ...own,
  ];
}
