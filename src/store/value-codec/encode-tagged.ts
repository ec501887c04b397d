import { NotStorable } from "../../store-error.ts";
import { describe } from "../../journal/json-likeness.ts";
import { encodeWithCodec } from "./encode-with-codec.ts";
import { hasInheritedToJson } from "./exact-json.ts";
import { isProxy } from "./is-proxy.ts";
import { memoryRegions } from "./memory-regions.ts";
import type { Node, NodeWriter } from "./node-kind.ts";
import { kindOfPrototype } from "./node-kinds.ts";
import { writeMembers } from "./object-kind.ts";
import { plainBuffer } from "./plain-buffer.ts";
import { refusedObject } from "./refused-object.ts";
import { primitiveSlot, type Slot } from "./slot.ts";
import { packTagged } from "./tagged-container.ts";
import type { ValueCodec } from "./value-codec.ts";
import { valuePath, type Step } from "./value-path.ts";

const usualRemedy = "Return plain data instead, or register a value codec";

/**
 * The tagged form of any value that can be stored; throws {@link NotStorable} for any other.
 *
 * Objects are numbered as they are met, those near the root first, so nothing recurses and each is written once. Every
 * member is read once: what is stored is what was checked.
 */
export const encodeTagged = (root: unknown, codecs: readonly ValueCodec[]): Uint8Array => {
  const numbers = new Map<object, number>();
  const objects: object[] = [];
  const parents: number[] = [];
  const steps: Step[] = [];
  const segments: Uint8Array[] = [];
  const regions = memoryRegions();
  let current = -1;

  const refusal = (reason: string, remedy = usualRemedy, step?: Step): NotStorable => {
    const way: { from: object; step: Step }[] = [];
    const add = (from: object | undefined, by: Step | undefined): void => {
      if (from !== undefined && by !== undefined) way.push({ from, step: by });
    };
    add(objects[current], step);
    for (let at = current; at > 0; at = parents[at] ?? -1) add(objects[parents[at] ?? -1], steps[at]);
    return new NotStorable({ path: valuePath(way.toReversed()), reason, remedy });
  };

  const slot = (value: unknown, step: Step): Slot => {
    const primitive = primitiveSlot(value);
    if (primitive !== undefined) return primitive;
    if (typeof value !== "object" || value === null)
      throw refusal(`is a ${typeof value}`, "Return data only, or register a value codec for what holds it", step);
    const known = numbers.get(value);
    if (known !== undefined) return [known];
    numbers.set(value, objects.length);
    parents.push(current);
    steps.push(step);
    return [objects.push(value) - 1];
  };

  const writer: NodeWriter = {
    slot,
    refusal,
    memory: (buffer, extent, place) => regions.add({ ...extent, buffer: plainBuffer(buffer, refusal), place }),
  };

  const writeNode = (value: object): Node => {
    const encoded = encodeWithCodec(value, codecs, refusal);
    if (encoded !== undefined) return ["codec", encoded.codec, segments.push(encoded.bytes) - 1];
    if (isProxy(value)) throw refusal("is a Proxy", "Return a plain copy of what it shows");
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === Object.prototype) return writeMembers(value, writer);
    const kind = kindOfPrototype.get(prototype);
    if (kind === undefined) throw refusedObject(value, refusal);
    return kind.write(value, writer);
  };

  if (hasInheritedToJson())
    throw refusal("cannot be written: a toJSON is on Object.prototype or Array.prototype", "Take it away");
  const rootSlot = slot(root, "");
  const nodes: Node[] = [];
  for (current = 0; current < objects.length; current++) {
    try {
      nodes.push(writeNode(objects[current] ?? {}));
    } catch (error) {
      throw error instanceof NotStorable ? error : refusal(`cannot be read (${describe(error)})`);
    }
  }
  regions.place(segments);
  return packTagged({ root: rootSlot, nodes, segments });
};
