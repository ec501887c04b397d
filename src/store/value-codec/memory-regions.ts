/** The part of a buffer that one view shows, and who wants to know where it is kept. */
interface Extent {
  readonly buffer: ArrayBuffer;
  /** Its rank among all views of the value. */
  readonly rank: number;
  readonly start: number;
  readonly end: number;
  readonly whole: boolean;
  readonly place: (segment: number, offset: number) => void;
}

interface Region {
  start: number;
  end: number;
  readonly extents: [Extent, ...Extent[]];
}

/**
 * Collects the views of a value, and keeps of each buffer just the bytes they show: a Buffer of Node is a slice of a
 * pool of 8 KiB, whose rest may be anybody's.
 *
 * Views that overlap stay views of one memory. Those that only lie in the same buffer do not: nothing tells them apart.
 */
export const memoryRegions = () => {
  const buffers = new Map<ArrayBuffer, [Extent, ...Extent[]]>();
  let rank = 0;
  return {
    add(part: Omit<Extent, "rank">): void {
      const extent = { ...part, rank: rank++ };
      const extents = buffers.get(part.buffer);
      if (extents === undefined) buffers.set(part.buffer, [extent]);
      else extents.push(extent);
    },
    /** Appends one segment for each region, and tells every view its place. */
    place(segments: Uint8Array[]): void {
      const regions = Array.from(buffers.values()).flatMap(regionsOf);
      // In the order of their first views: how regions are spread over buffers is no part of the value.
      for (const { start, end, extents } of regions.toSorted((left, right) => firstOf(left) - firstOf(right))) {
        // Views into shared memory keep their alignment, without which there is no Float64Array.
        const padding = extents.length > 1 ? start % 8 : 0;
        const content = new Uint8Array(extents[0].buffer, start, end - start);
        const segment = padding === 0 ? content : new Uint8Array(padding + content.length);
        if (padding > 0) segment.set(content, padding);
        for (const extent of extents) extent.place(segments.length, extent.start - start + padding);
        segments.push(segment);
      }
    },
  };
};

// Math.min(...ranks) would overflow the stack past 100,000 views.
const firstOf = ({ extents }: Region): number => extents.reduce((first, { rank }) => Math.min(first, rank), Infinity);

const regionsOf = (extents: readonly [Extent, ...Extent[]]): readonly Region[] => {
  if (extents.some(({ whole }) => whole))
    return [{ start: 0, end: extents[0].buffer.byteLength, extents: [...extents] }];
  const regions: Region[] = [];
  for (const extent of extents.toSorted((left, right) => left.start - right.start || right.end - left.end)) {
    const last = regions.at(-1);
    if (last === undefined || extent.start >= last.end)
      regions.push({ start: extent.start, end: extent.end, extents: [extent] });
    else {
      last.end = Math.max(last.end, extent.end);
      last.extents.push(extent);
    }
  }
  return regions;
};
