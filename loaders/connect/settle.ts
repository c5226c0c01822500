import { setTimeout as sleep } from "node:timers/promises";
import { formatBytes } from "../../components/words/numbers.js";
import { TellableError } from "../store/safe-message.js";
import type { Surroundings } from "./adapter.js";

/**
 * Waits until a file may be taken as whole, as a program that copies it writes it under its name from the start. `seconds`: how
 * long it must stay as it is, which the caller then looks at. Throws a TellableError if it is larger than the source allows.
 */
export async function waitToSettle(
  bytes: number,
  seconds: number,
  { signal, patience }: Pick<Surroundings, "signal" | "patience">,
): Promise<void> {
  const most = patience.megabytes * 1e6;
  if (bytes > most)
    throw new TellableError(
      `An extract is larger than ${formatBytes(most)}. If that is right, raise location.patience.megabytes.`,
    );
  await sleep(seconds * 1000, undefined, { signal }).catch(() => {
    throw signal.reason;
  });
}
