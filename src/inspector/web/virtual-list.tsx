import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

interface VirtualListProps {
  readonly count: number;
  /** Of each row, in CSS pixels. */
  readonly rowHeight: number;
  readonly row: (index: number) => ComponentChildren;
  /** Scrolled into sight when it changes. */
  readonly focus?: number | undefined;
  readonly attributes?: JSX.HTMLAttributes<HTMLDivElement>;
}

/** Browsers refuse elements that are taller than some 17 to 33 million pixels. */
const tallest = 15_000_000;
const beyond = 6;

/**
 * A list that has only the rows in the document that can be seen, however many there are.
 *
 * Beyond 15 million pixels one step of the scroll bar is more than one pixel of rows; the keyboard still reaches all.
 */
export const VirtualList = ({ count, rowHeight, row, focus, attributes = {} }: VirtualListProps) => {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  const full = count * rowHeight;
  const height = Math.min(full, tallest);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const look = (): void => setSeen({ top: element.scrollTop, height: element.clientHeight });
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  // Where the rows are taller than the element, both are gone through in the same share of their way.
  const way = Math.max(1, height - seen.height);
  const offset = full <= tallest ? seen.top : (seen.top / way) * (full - seen.height);
  useEffect(() => {
    const element = place.current;
    if (element === null || focus === undefined) return;
    const [from, to] = [focus * rowHeight, (focus + 1) * rowHeight];
    if (from >= offset && to <= offset + element.clientHeight) return;
    const wanted = from < offset ? from : to - element.clientHeight;
    element.scrollTop = full <= tallest ? wanted : (wanted / (full - element.clientHeight)) * way;
  }, [focus]);
  const first = Math.max(0, Math.floor(offset / rowHeight) - beyond);
  const last = Math.min(count, Math.ceil((offset + seen.height) / rowHeight) + beyond);
  const top = seen.top - (offset - first * rowHeight);
  const rows = Array.from({ length: Math.max(0, last - first) }, (_, index) => row(first + index));
  return (
    <div {...attributes} ref={place} class="virtual">
      <div class="virtual-space" role="presentation" style={{ height: `${height}px` }}>
        <div class="virtual-rows" role="presentation" style={{ transform: `translateY(${Math.max(0, top)}px)` }}>
          {rows}
        </div>
      </div>
    </div>
  );
};
