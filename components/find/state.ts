import type { FundedHours, ServiceKind } from "../directory/service.js";
import { fundedHours, serviceKinds } from "../directory/service.js";
import type { Wanted } from "./search.js";

/** What is asked for, as it stands in the address: behind the hash, which a browser never sends to a server. */
export interface Asked {
  /** A postcode, or the code of a ward; empty where nothing was asked yet. */
  near: string;
  wanted: Wanted;
  /** Services on the family's list: the code of the ward and the id. */
  kept: readonly string[];
}

/** Reads an address; what it does not know is left out. */
export function askedIn(hash: string): Asked {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const among = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((key) => key === given.get(name));
  const age = Number.parseInt(given.get("age") ?? "", 10);
  const wanted: Wanted = {
    kind: among("for", ["childcare", ...(Object.keys(serviceKinds) as ServiceKind[])]),
    age: age >= 0 && age <= 11 ? age : undefined,
    funded: among("funded", Object.keys(fundedHours) as FundedHours[]),
    hours: among("hours", ["early", "late", "weekend"]),
    year: among("year", ["all-year", "term"]),
    needs: given.has("needs") || undefined,
    language: given.get("language") || undefined,
    meals: given.has("meals") || undefined,
    good: given.has("good") || undefined,
  } as Wanted;
  return {
    near: given.get("near") ?? "",
    wanted: Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
    kept: (given.get("list") ?? "").split(",").filter((key) => /^[\w]+\.[0-9a-f-]+$/.test(key)),
  };
}

/** The address of what is asked for, from the hash on; empty where nothing is. */
export function hashOf({ near, wanted, kept }: Asked): string {
  const given = new URLSearchParams();
  if (near) given.set("near", near);
  for (const [key, value] of Object.entries(wanted))
    if (value !== undefined) given.set(key === "kind" ? "for" : key, value === true ? "yes" : String(value));
  if (kept.length) given.set("list", kept.join(","));
  const text = given.toString();
  return text && `#${text}`;
}
