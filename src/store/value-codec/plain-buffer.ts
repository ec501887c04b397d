import type { NodeWriter } from "./node-kind.ts";

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A buffer whose bytes are the value's own, and stay where they are; any other is refused. */
export const plainBuffer = (buffer: ArrayBufferLike, refusal: NodeWriter["refusal"]): ArrayBuffer => {
  if (!(buffer instanceof ArrayBuffer))
    throw refusal("is shared memory, which others may be writing to", "Return a copy of it: `array.slice()`");
  if (buffer.detached) throw refusal("has lost its memory: it was transferred", "Return it before it is transferred");
  if (buffer.resizable) throw refusal("is of a resizable buffer", "Return a copy of it: `array.slice()`");
  if (!isLittleEndian) throw refusal("has bytes in an order that other machines read differently", "Return an array");
  return buffer;
};
