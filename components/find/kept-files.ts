import type { Service } from "../directory/service.js";

/** The services of a ward, or of no place, as the site keeps them. */
export async function servicesIn(ward: string): Promise<Service[]> {
  return fetched<Service[]>(`places/${ward}.json`);
}

/** The postcodes whose first half is this one; undefined where the city has none. `root`: the way to the site's first page. */
export async function postcodesOf(outward: string, root = "./"): Promise<string | undefined> {
  try {
    return (await fetched<{ units: string }>(`postcodes/${outward}.json`, root)).units;
  } catch (error) {
    if (error instanceof NotThere) return undefined;
    throw error;
  }
}

class NotThere extends Error {}

const kept = new Map<string, Promise<unknown>>();

function fetched<T>(name: string, root = "./"): Promise<T> {
  const known = kept.get(name);
  if (known) return known as Promise<T>;
  const asked = get<T>(`${root}open-data/${name}`);
  kept.set(name, asked);
  // What could not be reached is asked for again.
  asked.catch((error) => error instanceof NotThere || kept.delete(name));
  return asked;
}

async function get<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (answer.status === 404) throw new NotThere();
  if (!answer.ok) throw new Error("not reached");
  return (await answer.json()) as T;
}
