import type { Component } from "./component.js";
import { Guard } from "./guard.js";
import { isCornered } from "./mend.js";

/**
 * The component without the units that must not be suppressed to help others: one of their cells could not keep its
 * interval itself, however much is suppressed. Of the units of such a cell the dearest stays shown, so the cell does.
 */
export function withoutHopeless(component: Component): Component {
  const guard = new Guard(component);
  for (const u of component.units.keys()) guard.suppress(u);
  const shown = new Set<number>();
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const cell of component.cells.keys()) {
      if (!guard.hidden[cell] || !component.guarded[cell] || !isCornered(guard, cell)) continue;
      const unit = dearest(component, cell);
      if (unit === undefined) continue;
      guard.reveal(unit);
      shown.add(unit);
      isMore = true;
    }
  }
  return shown.size ? without(component, shown) : component;
}

function dearest({ units, unitsOf }: Component, cell: number): number | undefined {
  return unitsOf[cell]!.filter((u) => !units[u]!.primary).sort(
    (a, b) => units[b]!.cost - units[a]!.cost || a - b,
  )[0];
}

/** What is always shown is known as it is shown. */
function without(component: Component, shown: ReadonlySet<number>): Component {
  const isShown = component.unitsOf.map((units) => units.some((u) => shown.has(u)));
  const kept = component.units.flatMap((_, u) => (shown.has(u) ? [] : [u]));
  const place = new Map(kept.map((u, i) => [u, i]));
  return {
    ...component,
    units: kept.map((u) => component.units[u]!),
    guarded: component.guarded.map((guarded, cell) => (isShown[cell] ? 0 : guarded)),
    hidden: {
      least: component.hidden.least.map((x, cell) => (isShown[cell] ? component.shown.least[cell]! : x)),
      greatest: component.hidden.greatest.map((x, cell) =>
        isShown[cell] ? component.shown.greatest[cell]! : x,
      ),
    },
    unitsOf: component.unitsOf.map((units) => units.flatMap((u) => place.get(u) ?? [])),
  };
}
