import type { NameProblem } from "./names.ts";
import { isSecretKey } from "./secret-keys.ts";

/** A problem with the value at a path, without showing the value where a name on the path says that it is a secret. */
export const hiddenProblem = (path: readonly string[], problem: NameProblem): NameProblem =>
  path.some(isSecretKey) ? hidden : problem;

const hidden: NameProblem = {
  reason: "the value cannot be taken as it is written; it is a secret, and not shown",
  remedy: "Put it in quotes, if it is text.",
};

/** Whether in the line of a YAML text around an offset, or the line before it, a name before a colon is that of a secret. */
export const isSecretLine = (text: string, offset: number): boolean => {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const before = start < 2 ? 0 : text.lastIndexOf("\n", start - 2) + 1;
  const end = text.indexOf("\n", offset);
  const near = text.slice(Math.max(before, offset - reach), Math.min(end === -1 ? text.length : end, offset + reach));
  return near.split("\n").some((line) => line.split(":").slice(0, -1).some(isSecretKey));
};

/** How far from an error the name of a secret matters; lines may be endless. */
const reach = 1000;
