import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { TellableError } from "../store/safe-message.js";

/** Which addresses may be connected to: `outside` is all but those inside a network, `inside` only those. */
export type Reach = "outside" | "inside" | "anywhere";

/**
 * Looks a name up and refuses it if one of its addresses is out of reach, with what `refusal` gives. The address that is connected
 * to is the one that was looked at: a name may lead elsewhere a moment later.
 */
export function lookupWithin(reach: Reach, refusal: () => TellableError): LookupFunction {
  return (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, "", 0);
      if (addresses.some(({ address }) => !isWithinReach(address, reach))) return done(refusal(), "", 0);
      return options.all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

/** True if an address may be connected to. */
export function isWithinReach(address: string, reach: Reach): boolean {
  return reach === "anywhere" || isPrivate(address) === (reach === "inside");
}

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  privateAddresses.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  privateAddresses.addSubnet(network, prefix, "ipv6");

/**
 * Whether an address is of a network of one’s own, of this machine, or stands for one of those. One of the older kind that is
 * written as one of the newer is taken for what it is.
 */
export function isPrivate(address: string): boolean {
  return privateAddresses.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
