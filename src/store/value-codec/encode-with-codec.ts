import { describe } from "../../journal/json-likeness.ts";
import type { EncodedValue } from "./encoded-value.ts";
import { isProxy } from "./is-proxy.ts";
import type { NodeWriter } from "./node-kind.ts";
import type { ValueCodec } from "./value-codec.ts";

/** A Proxy that cannot even be asked is nobody's; other objects do not throw when they are. */
const detects = (codec: ValueCodec, value: object): boolean => {
  try {
    return codec.detect(value);
  } catch (error) {
    if (isProxy(value)) return false;
    throw error;
  }
};

/** What the first codec that knows an object makes of it; undefined when none does. */
export const encodeWithCodec = (
  value: object,
  codecs: readonly ValueCodec[],
  refusal: NodeWriter["refusal"],
): EncodedValue | undefined => {
  for (const codec of codecs) {
    const said = `the codec ${codec.id}`;
    try {
      if (!detects(codec, value)) continue;
      const bytes: unknown = codec.encode(value);
      // A copy: the codec may use its array again.
      if (bytes instanceof Uint8Array) return { codec: codec.id, bytes: new Uint8Array(bytes) };
    } catch (error) {
      throw refusal(`cannot be stored: ${said} failed (${describe(error)})`, "Mend the codec");
    }
    throw refusal(`cannot be stored: ${said} gave no Uint8Array`, "Mend the codec");
  }
  return undefined;
};
