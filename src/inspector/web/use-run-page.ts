import { useEffect, useReducer } from "preact/hooks";

import type { RunPage } from "./run-page.ts";

/** Draws the component again whenever the run, or the record the page stands at, changed; returns its version. */
export const useRunPage = (page: RunPage): number => {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => page.subscribe(() => draw(undefined)), [page]);
  return page.version;
};
