import type { KeyBinding } from "./key-binding.ts";

/** Rows of which one is selected. */
export interface RowKeyTarget {
  /** Selects the row that many rows on from the selected one; beyond an end, the one at that end. */
  readonly step: (rows: number) => void;
}

/** The keys that go through rows. */
export const rowKeys: readonly KeyBinding<RowKeyTarget>[] = [
  { keys: ["ArrowDown"], shown: "↓", what: "next row", act: ({ step }) => step(1) },
  { keys: ["ArrowUp"], shown: "↑", what: "row above", act: ({ step }) => step(-1) },
  { keys: ["PageDown"], shown: "PgDn", what: "20 rows on", act: ({ step }) => step(20) },
  { keys: ["PageUp"], shown: "PgUp", what: "20 rows back", act: ({ step }) => step(-20) },
  { keys: ["Home"], shown: "Home", what: "first row", act: ({ step }) => step(-Infinity) },
  { keys: ["End"], shown: "End", what: "last row", act: ({ step }) => step(Infinity) },
];
