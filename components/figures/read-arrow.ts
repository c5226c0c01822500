import { fromArrow } from "npm:arquero";
import type { Observation } from "../words/status.js";
import { type JoinedFigure, withStatus } from "./joined-split.js";

// Apart from what is made of rows: pages whose data sets are no Arrow files do not carry a reader of them.

/** The rows of an observation data set, from the bytes of its Arrow file. */
export function readObservations(bytes: ArrayBuffer): Observation[] {
  return fromArrow(bytes).objects() as Observation[];
}

/** The rows of a data set of figures by what another source tells of the same child, from the bytes of its Arrow file. */
export function readJoined(bytes: ArrayBuffer): JoinedFigure[] {
  return (fromArrow(bytes).objects() as Omit<JoinedFigure, "status">[]).map(withStatus);
}
