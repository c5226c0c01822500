import { nearest } from "../words/nearest.js";

/** A module, as a page imports it, and what it exports. */
export interface Importable {
  module: string;
  names: readonly string[];
}

/**
 * What to say of a name that nothing on a page gives: that a module has it and the page does not import it, else the name
 * that is most like it among `given` and what could be imported, else `remedy`.
 */
export function unknownName(
  name: string,
  given: readonly string[],
  importable: readonly Importable[],
  remedy = "",
): string {
  const said = `Nothing on this page is called “${name}”.`;
  const owner = importable.find(({ names }) => names.includes(name));
  if (owner)
    return `${said} ${owner.module} has it: add ${name} to the names that the page imports from there.`;
  const like = nearest(name, [...given, ...importable.flatMap(({ names }) => names)]);
  return `${said}${like ? ` Did you mean “${like}”?` : remedy}`;
}
