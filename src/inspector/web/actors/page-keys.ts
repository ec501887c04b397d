import type { KeyBinding } from "../key-binding.ts";

/** What the keys act on that work wherever the focus is. */
export interface PageKeyTarget {
  readonly find: () => void;
  readonly help: () => void;
}

/** The keys that work wherever the focus is. */
export const pageKeys: readonly KeyBinding<PageKeyTarget>[] = [
  { keys: ["/"], shown: "/", what: "find an actor", act: ({ find }) => find() },
  { keys: ["?"], shown: "?", what: "this help", act: ({ help }) => help() },
];
