import { fromArrow } from "npm:arquero";
import { type JoinedFigure, withStatus } from "./joined-split.js";

/** The rows of the data set, from the bytes of its Arrow file. Apart, as briefings carry no reader of Arrow files. */
export function readJoined(bytes: ArrayBuffer): JoinedFigure[] {
  return (fromArrow(bytes).objects() as Omit<JoinedFigure, "status">[]).map(withStatus);
}
