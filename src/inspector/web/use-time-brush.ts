import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";

import { pointAt } from "./point-at.ts";

interface TimeBrush {
  /** The left and right edge of what can be brushed, in CSS pixels. */
  readonly left: number;
  readonly right: number;
  /** From one place to another, in CSS pixels; in whichever order. */
  readonly onBrush: (from: number, to: number) => void;
  readonly onClick: JSX.MouseEventHandler<HTMLDivElement>;
}

/** What is brushed right now, in CSS pixels. */
export type Brushed = readonly [from: number, to: number] | undefined;

/** Tells a drag across from a click; a finger drags the page itself. */
export const useTimeBrush = ({
  left,
  right,
  onBrush,
  onClick,
}: TimeBrush): {
  readonly brushed: Brushed;
  readonly cancel: () => void;
  readonly pointer: JSX.HTMLAttributes<HTMLDivElement>;
} => {
  const [brushed, setBrushed] = useState<Brushed>(undefined);
  const begun = useRef<number>();
  // The click that ends a drag is none.
  const dragged = useRef(false);
  const cancel = (): void => {
    begun.current = undefined;
    setBrushed(undefined);
  };
  return {
    brushed,
    cancel,
    pointer: {
      onPointerDown: (event) => {
        dragged.current = false;
        const [x] = pointAt(event);
        // Right of what is drawn is the scroll bar.
        if (event.button !== 0 || event.pointerType === "touch" || x < left || x > right) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = x;
      },
      onPointerMove: (event) => {
        const from = begun.current;
        if (from === undefined) return;
        const [x] = pointAt(event);
        const to = Math.max(left, Math.min(right, x));
        // A hand is never quite still.
        dragged.current ||= Math.abs(to - from) > 4;
        if (dragged.current) setBrushed([from, to]);
      },
      onPointerUp: () => {
        cancel();
        if (brushed !== undefined) onBrush(...brushed);
      },
      onPointerCancel: cancel,
      onClick: (event) => {
        if (!dragged.current) onClick(event);
      },
    },
  };
};
