import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How much room an element has, in CSS pixels, and how many pixels of the screen each of them is. */
export interface ElementSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** The size of an element as it is now; nothing until it is in the document. */
export const useElementSize = (element: RefObject<HTMLElement>): ElementSize => {
  const [size, setSize] = useState<ElementSize>({ width: 0, height: 0, ratio: 1 });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = (): void =>
      setSize({ width: current.clientWidth, height: current.clientHeight, ratio: devicePixelRatio });
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(current);
    return () => resized.disconnect();
  }, []);
  return size;
};
