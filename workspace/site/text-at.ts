import { readFileSync } from "node:fs";
import { join } from "node:path";
import { currentStore } from "../../loaders/store/paths.js";
import { type Edition, rootFolder } from "./edition/editions.js";
import { filled } from "./edition/filled.js";
import { pageIn } from "./edition/pages.js";
import { valuesIn } from "./edition/parameters.js";
import { routesOf } from "./edition/routes.js";
import { manifestOf } from "./manifest-of.js";

/**
 * The text of a page with a parameter in its name as one of its pages has it, with the values in place of the parameters in
 * its code, too. Addresses are as the writing has them: `briefings/areas/[area]` and `briefings/areas/E05011118`. Undefined
 * where its list has no such page.
 */
export function textAt(
  edition: Edition,
  address: string,
  shown: string,
  store = currentStore(),
  manifest = manifestOf(store),
): string | undefined {
  const page = pageIn(edition, `${address}.md`);
  const values = valuesIn(address, shown);
  if (!manifest || !page || !values) return undefined;
  const route = routesOf(edition, [page], { store, manifest }).get(`/${shown}`);
  if (!route) return undefined;
  const source = readFileSync(join(rootFolder(edition), page.file), "utf8");
  return Object.entries(values).reduce(
    (text, [name, value]) =>
      text
        .replaceAll(`\${observable.params.${name}}`, value)
        .replaceAll(`observable.params.${name}`, JSON.stringify(value)),
    filled(source, route),
  );
}
