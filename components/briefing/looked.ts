import { today } from "../catalogue/freshness.js";

/** When a reader looked. */
export interface Looked {
  /** Year-month-day, by the reader's clock. */
  on: string;
  /** ISO time of the refresh that was shown then. */
  seen: string;
}

interface KeptLooks {
  now: Looked;
  /** On the last earlier day. */
  before?: Looked;
}

const key = "early-years-briefing-looked";

/**
 * When this browser showed the briefing on an earlier day, and notes that it shows the refresh of `refreshedAt` now. All looks
 * of one day are one, so that drawing the page again does not empty it. Undefined where nothing is known, or the browser keeps
 * nothing.
 */
export function lookedBefore(
  refreshedAt: string,
  { storage = storageHere(), day = today() }: { storage?: Storage | undefined; day?: string } = {},
): Looked | undefined {
  try {
    const kept = read(storage?.getItem(key));
    const before = kept?.now.on === day ? kept.before : kept?.now;
    const looks: KeptLooks = { now: { on: day, seen: refreshedAt }, ...(before && { before }) };
    storage?.setItem(key, JSON.stringify(looks));
    return before;
  } catch {
    // A browser may refuse to keep anything.
    return undefined;
  }
}

function storageHere(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function read(text: string | null | undefined): KeptLooks | undefined {
  if (!text) return undefined;
  try {
    const kept = JSON.parse(text) as Partial<KeptLooks>;
    const isLook = (look: unknown): look is Looked =>
      typeof look === "object" && look !== null && "on" in look && "seen" in look;
    if (!isLook(kept.now)) return undefined;
    return { now: kept.now, ...(isLook(kept.before) && { before: kept.before }) };
  } catch {
    return undefined;
  }
}
