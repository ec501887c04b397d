import { NotStorable } from "../../store-error.ts";
import { describe } from "../../journal/json-likeness.ts";
import { encodeTagged } from "./encode-tagged.ts";
import { encodeWithCodec } from "./encode-with-codec.ts";
import type { EncodedValue } from "./encoded-value.ts";
import { isExactJson } from "./exact-json.ts";
import { extraKeys } from "./own-members.ts";
import { checkCodecs, type ValueCodec } from "./value-codec.ts";

/** How a value is encoded. */
export interface EncodeOptions {
  /** Asked first and in order, about every object. */
  readonly codecs?: readonly ValueCodec[];
}

/**
 * A value as bytes from which {@link decodeValue} makes the very same value; throws {@link NotStorable}, with the path,
 * for what cannot be stored exactly. Equal values give equal bytes; the order of keys and the sharing of objects count.
 *
 * The codec is the plainest that keeps the value: `bytes` for a Uint8Array, `json`, else `tagged`. Later changes of the
 * value leave the bytes as they are.
 *
 * @example
 * ```ts
 * encodeValue([{ age: 41 }]).codec; // => "json"
 * encodeValue(new Map([["seen", new Date(0)]])).codec; // => "tagged"
 * decodeValue(encodeValue(new Map([["seen", new Date(0)]]))); // => new Map([["seen", new Date(0)]])
 * ```
 */
export const encodeValue = (value: unknown, { codecs = [] }: EncodeOptions = {}): EncodedValue => {
  checkCodecs(codecs);
  if (typeof value === "object" && value !== null) {
    const encoded = encodeWithCodec(value, codecs, atRoot);
    if (encoded !== undefined) return encoded;
    if (isPlainBytes(value)) return { codec: "bytes", bytes: value.slice() };
  }
  const isClaimed = (part: object): boolean => codecs.some((codec) => codec.detect(part));
  try {
    if (isExactJson(value, codecs.length === 0 ? undefined : isClaimed))
      return { codec: "json", bytes: utf8.encode(JSON.stringify(value)) };
    return { codec: "tagged", bytes: encodeTagged(value, codecs) };
  } catch (error) {
    if (error instanceof NotStorable) throw error;
    // JSON.stringify of more than 2^29 characters: RangeError, Invalid string length.
    throw atRoot(
      `cannot be written (${describe(error)})`,
      "Keep numbers in typed arrays, or write a file and return its path",
    );
  }
};

const utf8 = new TextEncoder();

const atRoot = (reason: string, remedy = "Return plain data instead"): NotStorable =>
  new NotStorable({ path: "$", reason, remedy });

/** A Uint8Array that is nothing more: no Buffer, no shared or resizable memory. */
const isPlainBytes = (value: object): value is Uint8Array<ArrayBuffer> => {
  try {
    return (
      value instanceof Uint8Array &&
      Object.getPrototypeOf(value) === Uint8Array.prototype &&
      value.buffer instanceof ArrayBuffer &&
      !value.buffer.resizable &&
      !value.buffer.detached &&
      extraKeys(value).length === 0
    );
  } catch {
    return false;
  }
};
