import { textOf } from "./relay-field.ts";

/** Deeper is no state value that anybody wrote. */
const deepest = 20;

/**
 * A state value in a line: `idle`, or what is active in parallel as `light.on, work.busy`. Undefined of what is no value.
 *
 * @example
 * ```ts
 * stateText({ light: "on", work: { busy: "fast" } }, 100); // => "light.on, work.busy.fast"
 * ```
 */
export const stateText = (value: unknown, most: number): string | undefined => {
  const paths = pathsOf(value, deepest);
  return paths === undefined ? undefined : textOf(paths.join(", "), most);
};

const pathsOf = (value: unknown, deep: number): readonly string[] | undefined => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || Array.isArray(value) || deep === 0) return undefined;
  const found: string[] = [];
  for (const [key, inside] of Object.entries(value)) {
    const below = pathsOf(inside, deep - 1);
    if (below === undefined) return undefined;
    if (below.length === 0) found.push(key);
    for (const path of below) found.push(`${key}.${path}`);
  }
  return found;
};
