import type { PlacedChart, PlacedEdge } from "./chart.ts";
import { eventLabel } from "./to-chart.ts";

/** How a machine came into the states it is in. */
export interface Move {
  /** The type of the event. */
  readonly event: string;
  /** The ids of the states that were active before. */
  readonly before: readonly string[];
}

/** The transitions of a chart that a move took: out of what was active, into what is, by its event. */
export const takenEdges = (
  chart: PlacedChart,
  move: Move | undefined,
  active: ReadonlySet<string>,
): ReadonlySet<PlacedEdge> => {
  if (move === undefined) return new Set();
  const before = new Set(move.before);
  const label = eventLabel(move.event);
  return new Set(
    chart.edges.filter(
      ({ from, to, text }) =>
        from !== undefined &&
        (text === label || text.startsWith(`${label} [`)) &&
        before.has(from) &&
        active.has(to) &&
        (from === to || !before.has(to)),
    ),
  );
};
