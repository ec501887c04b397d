/**
 * The bytes of the tagged format, version 1:
 *
 * ```text
 * "RSV1"                              4 bytes
 * length of the table                 u32, little-endian
 * table                               JSON in UTF-8: [segment lengths, slot of the root, nodes]
 * segments                            the bytes of buffers and of values with a codec of their own, end to end
 * ```
 *
 * See {@link Slot} for how a node holds its members, and the files named `…-kind.ts` for the nodes.
 */
const magic = [0x52, 0x53, 0x56, 0x31] as const;
const headerLength = 8;

export interface TaggedTable {
  readonly root: unknown;
  readonly nodes: readonly unknown[];
  readonly segments: readonly Uint8Array[];
}

/** Puts a table and its segments into one array of bytes. */
export const packTagged = ({ root, nodes, segments }: TaggedTable): Uint8Array => {
  const table = new TextEncoder().encode(JSON.stringify([segments.map(({ length }) => length), root, nodes]));
  const size = segments.reduce((sum, { length }) => sum + length, headerLength + table.length);
  const bytes = new Uint8Array(size);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(4, table.length, true);
  bytes.set(table, headerLength);
  let at = headerLength + table.length;
  for (const segment of segments) {
    bytes.set(segment, at);
    at += segment.length;
  }
  return bytes;
};

/** Takes them apart again; the segments are views. Throws when these bytes are no tagged value. */
export const unpackTagged = (bytes: Uint8Array): TaggedTable => {
  if (bytes.length < headerLength || magic.some((byte, at) => bytes[at] !== byte))
    throw new TypeError("it does not begin with the letters RSV1");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  let at = headerLength + length;
  if (at > bytes.length) throw new TypeError("its table is cut off");
  const table: unknown = JSON.parse(utf8Text(bytes.subarray(headerLength, at)));
  if (!Array.isArray(table) || table.length !== 3) throw new TypeError("its table is malformed");
  const [lengths, root, nodes] = table as readonly unknown[];
  if (!Array.isArray(lengths) || !Array.isArray(nodes)) throw new TypeError("its table is malformed");
  const segments = lengths.map((size: unknown) => {
    if (typeof size !== "number" || !Number.isInteger(size) || size < 0) throw new TypeError("a segment is malformed");
    at += size;
    return bytes.subarray(at - size, at);
  });
  if (at !== bytes.length) throw new TypeError(`it has ${bytes.length} bytes where its table says ${at}`);
  return { root, nodes, segments };
};

/** Bytes as text; throws when they are not UTF-8. */
export const utf8Text = (bytes: Uint8Array): string =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
