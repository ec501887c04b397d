import { NotStorable } from "../../store-error.ts";
import { canonicalJson } from "../../schema/canonical-json.ts";
import { contentHash } from "../../store/value-codec/content-hash.ts";
import { encodeValue } from "../../store/value-codec/encode-value.ts";
import type { Tracked } from "../../workflow/module.ts";

/** A result as text: its value where it can be written, or why it cannot, and its schema. */
export const resultText = ({ data, schema }: Tracked<unknown>): string => {
  try {
    const encoded = encodeValue(data);
    const text = new TextDecoder().decode(encoded.bytes);
    const shown = text.length > 200 || encoded.codec !== "json" ? `sha256:${contentHash(encoded)}` : text;
    return schema === null ? shown : `${shown} with the schema ${canonicalJson(schema)}`;
  } catch (thrown) {
    if (thrown instanceof NotStorable) return `not storable: ${thrown.message}`;
    throw thrown;
  }
};
