import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
import { Random } from "../../workspace/sample/random.js";
import { type SmallCity, smallCity } from "../small-city.js";
import { seed } from "../soak.js";
import { outputOf, pagesOf, startRefresh, timeless } from "./killing.js";

let city: SmallCity;
beforeAll(async () => {
  city = await smallCity();
});
afterAll(() => city.remove());

const random = new Random(seed);

/** Kills refreshes after random times, ever longer ones, until one ends by itself. */
async function killUntilDone(whileKilled: () => void): Promise<number> {
  for (let kills = 0, patience = 3000; ; kills++, patience *= 2) {
    const child = startRefresh(city);
    const ended = outputOf(child);
    await Promise.race([ended, sleep(patience * random.next())]);
    child.kill("SIGKILL");
    if (/^(?:WORKED|UNCHANGED)$/m.test(await ended)) return kills;
    // Whatever else ended it was no kill.
    expect([child.signalCode, child.exitCode]).toEqual(["SIGKILL", null]);
    whileKilled();
  }
}

test("a refresh killed at any moment leaves the last good state, and the next one carries on", async () => {
  expect(await killUntilDone(() => pagesOf(city))).toBeGreaterThan(0);
  const made = pagesOf(city)!;

  // A city with other children arrives while the first one's pages are in use. Its files keep their
  // dates: an extract that is the same to the letter stays as it was first delivered.
  const other = await smallCity({ children: 1400 });
  const firstInbox = join(city.folder, "first");
  cpSync(city.inbox, firstInbox, { recursive: true, preserveTimestamps: true });
  const arrive = (inbox: string) => cpSync(inbox, city.inbox, { recursive: true, preserveTimestamps: true });
  arrive(other.inbox);
  Object.assign(process.env, city.environment);
  await killUntilDone(() => expect(pagesOf(city)).toEqual(made));
  const afterKills = pagesOf(city)!;
  expect(afterKills).not.toEqual(made);

  // The same extracts, one after the other, in a store where nothing was ever killed give the same page data sets: what the
  // model's parameters are estimated from is the first that come.
  rmSync(city.environment.EARLY_YEARS_STORE!, { recursive: true });
  rmSync(city.inbox, { recursive: true });
  arrive(firstInbox);
  await refresh();
  arrive(other.inbox);
  other.remove();
  await refresh();
  expect(timeless(pagesOf(city)!)).toEqual(timeless(afterKills));
});
