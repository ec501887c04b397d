import type { KeyBinding } from "./key-binding.ts";
import { rowKeys, type RowKeyTarget } from "./row-keys.ts";

/** What the keys of the tree act on. */
export interface TreeKeyTarget extends RowKeyTarget {
  readonly open: () => void;
  readonly close: () => void;
  readonly nextFailure: () => void;
  readonly turnFailedOnly: () => void;
}

/** The keys that work in the tree. */
export const treeKeys: readonly KeyBinding<TreeKeyTarget>[] = [
  ...rowKeys,
  { keys: ["ArrowRight"], shown: "→", what: "open, or go to the first below", act: ({ open }) => open() },
  { keys: ["ArrowLeft"], shown: "←", what: "close, or go to the one above", act: ({ close }) => close() },
  { keys: ["n"], shown: "n", what: "next failure", act: ({ nextFailure }) => nextFailure() },
  { keys: ["f"], shown: "f", what: "failed only", act: ({ turnFailedOnly }) => turnFailedOnly() },
];

/** The keys that work while the tree is shown, wherever the focus is. */
export const treeViewKeys: readonly KeyBinding<HTMLInputElement | null>[] = [
  { keys: ["/"], shown: "/", what: "find an execution", act: (search) => search?.focus() },
];
