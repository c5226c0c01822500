// Plain JavaScript on nothing but Node, as it is there to load nothing else.
import { resolve } from "node:path";
import { askedOf, lastCheck, noteLookIn } from "../loaders/refresh/last-check.js";

/**
 * Whether there is nothing to do for a refresh with these options, which is then told: known in a tenth of the time of loading
 * it.
 */
export function tellLastOutcome(options) {
  const [option, folder] = options;
  if (options.length && !(option === "--inbox" && folder && options.length === 2)) return false;
  const found = lastCheck(askedOf(folder && resolve(process.env.INIT_CWD ?? process.cwd(), folder)));
  if (!found) return false;
  for (const line of found.lines) console.log(line);
  process.send?.(found.news);
  if (found.store) noteLookIn(found.store);
  process.exitCode = found.code ?? 0;
  return true;
}
