import { linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { digitsByHand } from "../digits-by-hand.js";

/** Marks numbers typed by hand while one writes, on pages that others rely on: briefings and pages for the public. */
export function digitHelp(address: string): Extension {
  if (!/^(?:briefings|public)\//.test(address)) return [];
  return linter(
    ({ state }) =>
      digitsByHand(state.doc.toString()).map(({ from, to }) => ({
        from,
        to,
        severity: "warning" as const,
        message:
          "A number typed by hand stays as it is when the data change. Put in a live number (/), or make the sentence a claim.",
      })),
    { delay: 400 },
  );
}
