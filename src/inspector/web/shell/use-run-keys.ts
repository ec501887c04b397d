import { useLayoutEffect, useRef } from "preact/hooks";

import type { RunPage } from "../run-page.ts";
import type { ViewProps } from "../views/view.ts";
import { views } from "../views/views.ts";

interface Keys {
  readonly page: RunPage;
  readonly go: ViewProps["go"];
  readonly stand: (seq: number | undefined) => void;
  readonly onHelp: () => void;
}

/** The keys that work in every view of a run: `[` `]` step through the records, digits choose the view. */
export const useRunKeys = (keys: Keys): void => {
  const current = useRef(keys);
  current.current = keys;
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { page, go, stand, onHelp } = current.current;
      const view = views.find(({ key }) => key === event.key);
      if (view !== undefined) go({ view: view.id });
      else if (event.key === "[") stand(Math.max(0, page.seq - 1));
      else if (event.key === "]") stand(Math.min(page.run.length, page.seq + 1));
      else if (event.key === "?") onHelp();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === "range");
