import type { KeyBinding } from "../key-binding.ts";
import type { RunPage } from "../run-page.ts";
import type { ViewProps } from "../views/view.ts";
import { views } from "../views/views.ts";

/** What the keys of a run act on. */
export interface RunKeyTarget {
  readonly page: RunPage;
  readonly go: ViewProps["go"];
  readonly stand: (seq: number | undefined) => void;
  readonly onHelp: () => void;
}

/** The keys that work in every view of a run. */
export const runKeys: readonly KeyBinding<RunKeyTarget>[] = [
  ...views.map(({ id, key, title }) => ({
    keys: [key],
    shown: key,
    what: title,
    act: ({ go }: RunKeyTarget): void => go({ view: id }),
  })),
  {
    keys: ["["],
    shown: "[",
    what: "one record back",
    act: ({ page, stand }) => stand(Math.max(0, page.seq - 1)),
  },
  {
    keys: ["]"],
    shown: "]",
    what: "one record on",
    act: ({ page, stand }) => stand(Math.min(page.run.length, page.seq + 1)),
  },
  { keys: ["?"], shown: "?", what: "this help", act: ({ onHelp }) => onHelp() },
];
