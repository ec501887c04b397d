import type { KeyBinding } from "../key-binding.ts";
import { rowKeys, type RowKeyTarget } from "../row-keys.ts";

/** What the keys of the Gantt chart act on. */
export interface GanttKeyTarget extends RowKeyTarget {
  /** By a factor of the time in sight: below 1 zooms in. */
  readonly zoom: (factor: number) => void;
  /** By a part of the time in sight; back when it is negative. */
  readonly move: (part: number) => void;
  readonly showAll: () => void;
}

/** The keys that work in the Gantt chart. */
export const ganttKeys: readonly KeyBinding<GanttKeyTarget>[] = [
  ...rowKeys,
  { keys: ["+", "="], shown: "+", what: "zoom in", act: ({ zoom }) => zoom(0.5) },
  { keys: ["-"], shown: "−", what: "zoom out", act: ({ zoom }) => zoom(2) },
  { keys: ["ArrowRight"], shown: "→", what: "later", act: ({ move }) => move(0.25) },
  { keys: ["ArrowLeft"], shown: "←", what: "earlier", act: ({ move }) => move(-0.25) },
  { keys: ["Escape", "0"], shown: "Esc, 0", what: "all of it", act: ({ showAll }) => showAll() },
];
