import type { NodeReader, Shell } from "./node-kind.ts";
import { kindOfTag } from "./node-kinds.ts";
import { isRecord, readMembers } from "./object-kind.ts";
import { slotValue } from "./slot.ts";
import { unpackTagged } from "./tagged-container.ts";
import type { ValueCodec } from "./value-codec.ts";
import { quoted } from "./value-path.ts";

/**
 * The value of the tagged form. Throws some error for bytes that are none.
 *
 * Time and memory are linear in the bytes, whatever they say: each segment is copied once, and given to one codec at
 * most. First all objects are made, then all are filled, so depth and cycles need no stack.
 */
export const decodeTagged = (bytes: Uint8Array, codecs: readonly ValueCodec[]): unknown => {
  const { root, nodes, segments } = unpackTagged(bytes);
  const made: object[] = [];
  const memories = new Map<number, ArrayBuffer>();
  const given = new Set<number>();

  const copy = (segment: unknown): Uint8Array<ArrayBuffer> => {
    const content = typeof segment === "number" ? segments[segment] : undefined;
    if (content === undefined) throw new TypeError(`there is no segment ${quoted(String(segment))}`);
    return new Uint8Array(content); // not slice: that of a Buffer shares its memory
  };

  const reader: NodeReader = {
    value: (slot) => slotValue(slot, made),
    memory: (segment) => {
      const known = typeof segment === "number" ? memories.get(segment) : undefined;
      if (known !== undefined) return known;
      const { buffer } = copy(segment);
      memories.set(Number(segment), buffer);
      return buffer;
    },
  };

  const withCodec = ([, id, segment]: readonly unknown[]): Shell => {
    const codec = codecs.find((candidate) => candidate.id === id);
    if (codec === undefined) throw new TypeError(`a part of it was written by the codec ${quoted(String(id))}`);
    if (given.size === given.add(Number(segment)).size) throw new TypeError("two values share one segment");
    const value = codec.decode(copy(segment));
    if (typeof value !== "object" || value === null) throw new TypeError(`the codec ${codec.id} gave no object`);
    return { made: value };
  };

  const fills: (() => void)[] = [];
  for (const node of nodes) {
    const shell = isRecord(node) ? readMembers(node, reader) : readNode(node, reader, withCodec);
    made.push(shell.made);
    if (shell.fill !== undefined) fills.push(shell.fill);
  }
  for (const fill of fills) fill();
  return reader.value(root);
};

const readNode = (node: unknown, reader: NodeReader, withCodec: (node: readonly unknown[]) => Shell): Shell => {
  if (!Array.isArray(node)) throw new TypeError("a node is malformed");
  if (node[0] === "codec") return withCodec(node);
  const kind = kindOfTag.get(node[0]);
  if (kind === undefined) throw new TypeError(`it has a node of an unknown kind (${quoted(String(node[0]))})`);
  return kind.read(node, reader);
};
