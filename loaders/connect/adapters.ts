import type { Connected } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";
import type { ConnectedSource, Look, Offer, Surroundings } from "./adapter.js";

/** Says what a source's place has, by the adapter of its kind, which is loaded only then. */
export async function look(source: ConnectedSource, surroundings: Surroundings): Promise<Offer[]> {
  const { type } = source.location;
  const adapter = (await adapters[type]?.()) as Look | undefined;
  if (!adapter) throw new TellableError(`Sources of type ${type} cannot be fetched.`);
  return adapter(source, surroundings);
}

const adapters: { [T in Connected["type"]]?: () => Promise<Look<Extract<Connected, { type: T }>>> } = {
  folder: async () => (await import("./folder.js")).folder,
  https: async () => (await import("./https.js")).https,
  ees: async () => (await import("./ees.js")).ees,
  fingertips: async () => (await import("./fingertips.js")).fingertips,
  opendatasoft: async () => (await import("./opendatasoft.js")).opendatasoft,
  arcgis: async () => (await import("./arcgis.js")).arcgis,
  nomis: async () => (await import("./nomis.js")).nomis,
  "open-referral": async () => (await import("./open-referral.js")).openReferral,
};
