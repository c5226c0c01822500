import { isTenable, type KeptClaim } from "../../components/claims/kept-claim.js";
import { may, type Person } from "./people.js";

/**
 * How many claims somebody has to see to, because they do not hold: a writer their own, a publisher those of the sites that are
 * published, the one person at a machine all.
 */
export function claimsToMend(found: readonly KeptClaim[], person: Person): number {
  const isTheirs = ({ writer, audience }: KeptClaim): boolean =>
    !person.isOneOfMany ||
    (may(person, "analyst") && writer === person.name) ||
    (may(person, "publisher") && audience !== "explore");
  return found.filter((claim) => !isTenable(claim) && isTheirs(claim)).length;
}
