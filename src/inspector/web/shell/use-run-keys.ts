import { useLayoutEffect, useRef } from "preact/hooks";

import { hearKey } from "../key-binding.ts";
import { runKeys, type RunKeyTarget } from "./run-keys.ts";

/** Hears the keys that work in every view of a run, wherever nothing is being typed. */
export const useRunKeys = (target: RunKeyTarget): void => {
  const current = useRef(target);
  current.current = target;
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (!isTyping(event.target)) hearKey(event, runKeys, current.current);
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === "range");
