import { useLayoutEffect, useReducer } from "preact/hooks";

import type { RunPage } from "./run-page.ts";

/** Draws the component again whenever what the page shows changed; returns its version. */
export const useRunPage = (page: Pick<RunPage, "version" | "subscribe">): number => {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const { version } = page;
  // With the drawing, not after it: whatever changed in between would be drawn with the next change, if there is one.
  useLayoutEffect(() => {
    const stop = page.subscribe(() => draw(undefined));
    if (page.version !== version) draw(undefined);
    return stop;
  }, [page]);
  return version;
};
