import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import type { EncodedValue } from "./encoded-value.ts";

/**
 * Names an encoded value by what it is: the sha256, in hexadecimal, of the codec's id, a zero byte, and the bytes.
 *
 * @example
 * ```ts
 * contentHash(encodeValue([1, 2])) === contentHash(encodeValue([1, 2])); // => true
 * contentHash(encodeValue({ a: 1, b: 2 })) === contentHash(encodeValue({ b: 2, a: 1 })); // => false
 * ```
 */
export const contentHash = ({ codec, bytes }: EncodedValue): string =>
  bytesToHex(
    sha256
      .create()
      .update(utf8ToBytes(`${codec}\0`))
      .update(bytes)
      .digest(),
  );
