// Arquero would do it too, and brings a table language, a parser of JavaScript and 80 KB to a page that asks for rows.
import { tableFromIPC } from "npm:@uwdata/flechette";
import type { Observation } from "../words/status.js";
import { type JoinedFigure, withStatus } from "./joined-split.js";

// Apart from what is made of rows: pages whose data sets are no Arrow files do not carry a reader of them.

/** The rows of an observation data set, from the bytes of its Arrow file. */
export function readObservations(bytes: ArrayBuffer): Observation[] {
  return rowsOf<Observation>(bytes);
}

/** The rows of figures by what another source tells of the same child, from the bytes of their Arrow file. */
export function readJoined(bytes: ArrayBuffer): JoinedFigure[] {
  return rowsOf<Omit<JoinedFigure, "status">>(bytes).map(withStatus);
}

function rowsOf<T>(bytes: ArrayBuffer): T[] {
  return tableFromIPC(bytes, { useDate: true }).toArray() as T[];
}
