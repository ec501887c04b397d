/** The most bytes given to the system at once: Node's hashes and file writes refuse 2 GiB and more. */
const chunkBytes = 64 * 1_024 * 1_024;

/** Views of bytes, one after the other, each small enough for any call of Node. */
export function* byteChunks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
}
