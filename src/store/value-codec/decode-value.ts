import { StoredValueError } from "../../store-error.ts";
import { describe } from "../../journal/json-likeness.ts";
import { decodeTagged } from "./decode-tagged.ts";
import type { EncodedValue } from "./encoded-value.ts";
import { utf8Text } from "./tagged-container.ts";
import { checkCodecs, type ValueCodec } from "./value-codec.ts";

/** How a value is decoded. */
export interface DecodeOptions {
  /** Those the value was encoded with, found by their ids. */
  readonly codecs?: readonly ValueCodec[];
  /** Refuses more bytes than these, for files of strangers. @default Infinity */
  readonly maxBytes?: number;
}

/**
 * The value {@link encodeValue} was given, as a copy of its own; throws {@link StoredValueError} for bytes it cannot
 * have written.
 *
 * Safe on foreign bytes: nothing is executed, no prototype is set, and what is made is in proportion to the bytes.
 *
 * @example
 * ```ts
 * const encoded = encodeValue({ rate: NaN, seen: new Set([1n]) });
 * decodeValue(encoded); // => { rate: NaN, seen: new Set([1n]) }
 * ```
 */
export const decodeValue = (encoded: EncodedValue, options: DecodeOptions = {}): unknown => {
  const { codecs = [], maxBytes = Infinity } = options;
  checkCodecs(codecs);
  const { codec, bytes } = encoded;
  const refuse = (reason: string, remedy: string): StoredValueError => new StoredValueError({ codec, reason, remedy });
  if (bytes.length > maxBytes)
    throw refuse(`it has ${bytes.length} bytes, and ${maxBytes} are allowed`, "Raise maxBytes if you trust its source");
  const decode = decoderOf(codec, codecs);
  if (decode === undefined)
    throw refuse("there is no such codec", "Register the codec it was stored with, under the same id");
  try {
    return decode(bytes);
  } catch (error) {
    throw refuse(describe(error), "Restore it from a copy, or run its module again");
  }
};

const decoderOf = (id: string, codecs: readonly ValueCodec[]): ((bytes: Uint8Array) => unknown) | undefined => {
  if (id === "json") return (bytes) => JSON.parse(utf8Text(bytes));
  if (id === "bytes") return (bytes) => new Uint8Array(bytes);
  if (id === "tagged") return (bytes) => decodeTagged(bytes, codecs);
  const codec = codecs.find((candidate) => candidate.id === id);
  return codec && ((bytes) => codec.decode(new Uint8Array(bytes)));
};
