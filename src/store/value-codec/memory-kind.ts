import { refuseExtras } from "./collection-kind.ts";
import type { Node, NodeKind, NodeWriter } from "./node-kind.ts";

/** Makes a view of a part of a buffer. */
type MakeView = (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

const typedArrays = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

type TypedArrayClass = (typeof typedArrays)[number];
const host: { readonly Buffer?: typeof Buffer; readonly Float16Array?: unknown } = globalThis;
if (typeof host.Float16Array === "function") typedArrays.push(host.Float16Array as TypedArrayClass);

const views = new Map<string, MakeView>(
  typedArrays.map((View) => [View.name, (buffer, offset, length) => new View(buffer, offset, length)]),
);
views.set("DataView", (buffer, offset, length) => new DataView(buffer, offset, length));
// Where there is no Buffer, a stored one is the Uint8Array it also is.
views.set("Buffer", (...part) => host.Buffer?.from(...part) ?? new Uint8Array(...part));

const names = new Map<object, string>(typedArrays.map((View) => [View.prototype, View.name]));
names.set(DataView.prototype, "DataView");
if (host.Buffer !== undefined) names.set(host.Buffer.prototype, "Buffer");

/** Views: `[class, segment, offset, length]`, the bytes as in memory, little-endian. */
export const viewKind: NodeKind = {
  tags: [...views.keys()],
  prototypes: [...names.keys()],
  write: (value, writer) => {
    const name = names.get(Object.getPrototypeOf(value) as object);
    if (!ArrayBuffer.isView(value) || name === undefined) throw writer.refusal("is no real view of a buffer");
    const { byteOffset: start, byteLength } = value; // a DataView of a detached buffer throws here
    refuseExtras(value, writer);
    const length = "length" in value && typeof value.length === "number" ? value.length : byteLength;
    return placed([name, 0, 0, length], value.buffer, { start, end: start + byteLength, whole: false }, writer);
  },
  read: ([name, segment, offset, length], reader) => {
    const make = typeof name === "string" ? views.get(name) : undefined;
    if (make === undefined || typeof offset !== "number" || typeof length !== "number")
      throw new TypeError("a typed array is malformed");
    return { made: make(reader.memory(segment), offset, length) };
  },
};

/** Buffers that are themselves a part of the value: `["ArrayBuffer", segment]`. */
export const bufferKind: NodeKind = {
  tags: ["ArrayBuffer"],
  prototypes: [ArrayBuffer.prototype],
  write: (value, writer) => {
    if (!(value instanceof ArrayBuffer)) throw writer.refusal("is no real ArrayBuffer");
    const end = value.byteLength; // of an impostor, this throws
    refuseExtras(value, writer);
    return placed(["ArrayBuffer", 0], value, { start: 0, end, whole: true }, writer);
  },
  read: ([, segment], reader) => ({ made: reader.memory(segment) }),
};

const placed = (
  node: [string, number, ...number[]],
  buffer: ArrayBufferLike,
  extent: Parameters<NodeWriter["memory"]>[1],
  writer: NodeWriter,
): Node => {
  writer.memory(buffer, extent, (segment, offset) => {
    node[1] = segment;
    if (!extent.whole) node[2] = offset;
  });
  return node;
};
