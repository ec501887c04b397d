import { Redacted } from "effect";

import type { Redaction } from "../journal/redaction.ts";
import { type Step, valuePath } from "./value-codec/value-path.ts";

/**
 * The path of the part of a value, nearest to the root, that holds a secret; undefined when none does.
 *
 * Looks at every text, name and byte a store would write, at errors, and at wrapped secrets. Never throws: what cannot
 * be read is not stored either. Linear in the value.
 */
export const findSecret = (root: unknown, redaction: Redaction): string | undefined => {
  const objects: object[] = [];
  const seen = new Set<object>();
  const parents: number[] = [];
  const steps: Step[] = [];
  let current = -1;

  const visit = (value: unknown, step: Step): boolean => {
    if (typeof value === "string") return redaction.holds(value);
    if (typeof value === "number" || typeof value === "bigint") return redaction.holdsNumber(value);
    if (typeof value !== "object" || value === null || seen.has(value)) return false;
    seen.add(value);
    parents.push(current);
    steps.push(step);
    objects.push(value);
    return false;
  };

  const pathOf = (step: Step | undefined): string => {
    const way: { from: object; step: Step }[] = [];
    if (step !== undefined) way.push({ from: objects[current] ?? {}, step });
    for (let at = current; at > 0; at = parents[at] ?? -1)
      way.push({ from: objects[parents[at] ?? -1] ?? {}, step: steps[at] ?? "" });
    return valuePath(way.toReversed());
  };

  if (visit(root, "")) return "$";
  for (current = 0; current < objects.length; current++) {
    const object = objects[current] ?? {};
    if (isSecretObject(object, redaction)) return pathOf(undefined);
    for (const [step, member, isName] of partsOf(object)) {
      // A name that holds a secret is no step of a path that may be shown.
      if (visit(member, step)) return pathOf(isName ? undefined : step);
    }
  }
  return undefined;
};

/** What is a secret by itself, whatever its members are. */
const isSecretObject = (value: object, redaction: Redaction): boolean => {
  try {
    if (Redacted.isRedacted(value)) return true;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return redaction.holdsBytes(value);
    const text = textOf(value);
    return text !== undefined && redaction.holds(text);
  } catch {
    return false;
  }
};

/** The text of an object that is written as one. */
const textOf = (value: object): string | undefined => {
  if (value instanceof URL) return value.href;
  if (value instanceof RegExp) return value.source;
  return Object.getPrototypeOf(value) === String.prototype ? String.prototype.valueOf.call(value) : undefined;
};

/** The names of an object's members first, then the members: each with its step. */
function* partsOf(value: object): Generator<readonly [step: Step, part: unknown, isName: boolean]> {
  try {
    if (ArrayBuffer.isView(value)) return;
    if (value instanceof Map) {
      let at = 0;
      for (const key of value.keys()) yield [2 * at++, key, true];
      at = 0;
      for (const member of value.values()) yield [2 * at++ + 1, member, false];
    }
    if (value instanceof Set) {
      let at = 0;
      for (const member of value) yield [at++, member, false];
    }
    if (value instanceof Error) yield ["stack", value.stack, false];
    const isList = Array.isArray(value);
    const names = Object.getOwnPropertyNames(value);
    const isIndex = (name: string): boolean => isList && /^\d+$/u.test(name);
    for (const name of names) if (!isIndex(name)) yield [name, name, true];
    for (const name of names) {
      const property = Object.getOwnPropertyDescriptor(value, name);
      yield [isIndex(name) ? Number(name) : name, property?.value, false];
    }
  } catch {
    // A hostile proxy: it is not stored.
  }
}
