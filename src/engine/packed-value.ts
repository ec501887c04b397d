import * as Redacted from "effect/Redacted";
import { isMarkedAsUntransferable } from "node:worker_threads";

import { NotTransferable } from "./not-transferable.ts";
import { NotStorable } from "../store-error.ts";
import { decodeTagged } from "../store/value-codec/decode-tagged.ts";
import { encodeTagged } from "../store/value-codec/encode-tagged.ts";
import { extraKeys, listNames, memberNames } from "../store/value-codec/own-members.ts";
import { isProxy } from "../store/value-codec/is-proxy.ts";
import type { ValueCodec } from "../store/value-codec/value-codec.ts";

/**
 * A value in the form in which it goes to another thread.
 *
 * `clone`: the platform's own clone keeps it exactly, once the prototypes are put back that it drops. `bytes`: anything
 * else that a store keeps too.
 */
export type PackedValue =
  | { readonly kind: "clone"; readonly value: unknown; readonly bare: object[]; readonly nodeBuffers: object[] }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/** A packed value, and the memory in it that can be given away with it. */
export interface Parcel {
  readonly packed: PackedValue;
  readonly memory: readonly ArrayBuffer[];
}

/** Packs a value; throws {@link NotTransferable} with the path of the first part that would arrive as something else. */
export const pack = (value: unknown, subject: string): Parcel => cloneable(value) ?? packBytes(value, subject);

/** The bytes of a value, whatever it is; throws as {@link pack} does. */
export const packBytes = (value: unknown, subject: string): Parcel => {
  try {
    return { packed: { kind: "bytes", bytes: encodeTagged(value, codecs) }, memory: [] };
  } catch (thrown) {
    if (!(thrown instanceof NotStorable)) throw thrown;
    const { path, reason } = thrown;
    throw new NotTransferable({ subject, path, reason });
  }
};

/** The value that was packed, as one of the receiver's own. */
export const unpack = (packed: PackedValue): unknown => {
  if (packed.kind === "bytes") return decodeTagged(packed.bytes, codecs);
  // These are parts of the value: a clone keeps what is the same object the same.
  for (const part of packed.bare) Object.setPrototypeOf(part, null);
  for (const part of packed.nodeBuffers) Object.setPrototypeOf(part, Buffer.prototype);
  return packed.value;
};

/** Secrets cross as what they are: params have them wrapped. */
const codecs: readonly ValueCodec[] = [
  {
    id: "redacted",
    detect: (value) => Redacted.isRedacted(value),
    encode: (value) => {
      const redacted = value as Redacted.Redacted<unknown>;
      return encodeTagged([redacted.label, Redacted.value(redacted)], codecs);
    },
    decode: (bytes) => {
      const [label, value] = decodeTagged(bytes, codecs) as [string | undefined, unknown];
      return Redacted.make(value, label === undefined ? {} : { label });
    },
  },
];

const views: ReadonlySet<unknown> = new Set(
  ["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "Float16", "Float32", "Float64"]
    .concat("BigInt64", "BigUint64")
    .flatMap((name) => {
      const View: unknown = Reflect.get(globalThis, `${name}Array`);
      return typeof View === "function" ? [View.prototype as unknown] : [];
    })
    .concat(DataView.prototype),
);

/** The value as a clone, if that keeps all of it; walks it once, and iteratively, since data may be nested deeply. */
const cloneable = (root: unknown): Parcel | undefined => {
  const found: Found = { open: [], seen: new Set(), memory: new Set(), bare: [], nodeBuffers: [] };
  try {
    if (!add(root, found)) return undefined;
    for (let part = found.open.pop(); part !== undefined; part = found.open.pop())
      if (!addMembers(part, found)) return undefined;
  } catch {
    return undefined; // a part that cannot be read: the other way tells where
  }
  const { bare, nodeBuffers, memory } = found;
  return { packed: { kind: "clone", value: root, bare, nodeBuffers }, memory: [...memory] };
};

interface Found {
  readonly open: object[];
  readonly seen: Set<object>;
  readonly memory: Set<ArrayBuffer>;
  readonly bare: object[];
  readonly nodeBuffers: object[];
}

/** Notes a part that is to be looked at; false when a clone would not keep it. */
const add = (value: unknown, { open, seen }: Found): boolean => {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (typeof value !== "object" || value === null || seen.has(value)) return true;
  seen.add(value);
  open.push(value);
  return true;
};

const addMembers = (part: object, found: Found): boolean => {
  if (isProxy(part)) return false;
  const prototype: unknown = Object.getPrototypeOf(part);
  if (prototype === Array.prototype) return addList(part as readonly unknown[], found);
  if (prototype === Object.prototype || prototype === null) {
    if (prototype === null) found.bare.push(part);
    // An accessor arrives as the value it gives.
    return memberNames(part)?.every((name) => add(Reflect.get(part, name), found)) ?? false;
  }
  if (views.has(prototype) || prototype === Buffer.prototype) {
    if (prototype === Buffer.prototype) found.nodeBuffers.push(part);
    return extraKeys(part).length === 0 && addMemory((part as ArrayBufferView).buffer, found);
  }
  if (prototype === ArrayBuffer.prototype || prototype === SharedArrayBuffer.prototype)
    return extraKeys(part).length === 0 && addMemory(part as ArrayBufferLike, found);
  if (prototype === Date.prototype) {
    Date.prototype.getTime.call(part);
    return extraKeys(part).length === 0;
  }
  if (prototype === Map.prototype || prototype === Set.prototype) {
    if (extraKeys(part).length > 0) return false;
    for (const member of prototype === Set.prototype ? (part as Set<unknown>) : (part as Map<unknown, unknown>).keys())
      if (!add(member, found)) return false;
    if (prototype === Map.prototype)
      for (const member of (part as Map<unknown, unknown>).values()) if (!add(member, found)) return false;
    return true;
  }
  return false;
};

// Names of a list cost 0.25 µs an element: those of a long one are its indices, and what else hangs on it is cloned too.
const fewMembers = 10_000;

const addList = (list: readonly unknown[], found: Found): boolean => {
  if (list.length <= fewMembers) return listNames(list)?.every((name) => add(Reflect.get(list, name), found)) ?? false;
  for (let at = 0; at < list.length; at++) if (!add(list[at], found)) return false;
  return Object.getOwnPropertySymbols(list).length === 0;
};

const addMemory = (buffer: ArrayBufferLike, { memory }: Found): boolean => {
  // Shared memory stays shared: that is what it is for.
  if (!(buffer instanceof ArrayBuffer)) return true;
  if (buffer.detached) return false;
  // Small Buffers of Node are parts of one pool, which must stay where it is.
  if (!isMarkedAsUntransferable(buffer)) memory.add(buffer);
  return true;
};
