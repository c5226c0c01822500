import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { isSoaking } from "../soak.js";
import { built, builtFolder, builtPages } from "./built.js";
import { serve, sharedBrowser } from "./harness.js";
import { type State, States, Visit } from "./states.js";

export const lookups = ["lsoa-ward-lookup", "ward-locality-lookup"];

export interface Emptied {
  states: () => States;
  /** Opens every page that shows data, and tells what faults a reader would meet; with `choices` take-up at every level and breakdown, too. */
  faultsOf: (state?: State, choices?: readonly string[]) => Promise<string[]>;
}

/** The workspace as it would be if some data sets were empty, for all tests of a file. */
export function emptied(): Emptied {
  let browser: Browser;
  let site: { origin: string; close: () => void };
  let states: States;
  beforeAll(async () => {
    browser = await sharedBrowser();
    site = await serve(builtFolder("workspace"));
    states = new States(join(built, "data", "sample"));
  });
  afterAll(async () => {
    states?.remove();
    site?.close();
  });
  return {
    states: () => states,
    faultsOf: async (state, choices = []) => {
      const visit = await Visit.start(browser, site.origin, state);
      try {
        return [...failuresOf(state), ...(await faultsAt(visit, choices))];
      } finally {
        await visit.close();
      }
    },
  };
}

function failuresOf(state?: State): string[] {
  return state ? state.manifest.failures.map(({ step, reason }) => `${step}: ${reason}`) : [];
}

// Profiles of areas are made of what a refresh knows of them: of fewer areas there are fewer. Guides show no data, what ordinary cells show is their own file's, and take-up is opened by itself.
const oneOfEachKind = ["/", "/briefings/", "/explore/cross-filter", "/public/"];
const elsewhere = /^\/guides\/|^\/explore\/(ordinary|idioms|take-up)$|^\/briefings\/areas\/./;

async function faultsAt(visit: Visit, choices: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of builtPages("workspace").filter((page) =>
    isSoaking ? !elsewhere.test(page) : oneOfEachKind.includes(page),
  ))
    found.push(...(await visit.open(path)));
  found.push(...(await visit.open("/explore/take-up?level=ward")));
  for (const label of choices) found.push(...(await visit.chooseEach(label)));
  return found;
}
