import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { canonicalJson } from "../schema/canonical-json.ts";
import { ownFrameLine } from "./own-frame-line.ts";
import type { ModuleFailed } from "./record.ts";

/** What of a failure says how it came about. */
export type FailedWith = Pick<ModuleFailed, "reason" | "error">;

/**
 * Names the way an execution failed, in 32 hex digits: failures of one reason, name, message and first own frame have one
 * cause, in whichever modules they happened.
 */
export const failureCause = (failure: FailedWith): string => {
  const { reason, error } = failure;
  const parts = canonicalJson([reason, error.name, error.message, frameOf(failure) ?? null]);
  return bytesToHex(sha256(utf8ToBytes(parts)).subarray(0, 16));
};

/** Where in the user's own code an execution failed; a run ended from outside has the stack of whoever ended it. */
const frameOf = ({ reason, error }: FailedWith): string | undefined =>
  reason === "error" ? ownFrameLine(error.stack) : undefined;
