import * as Redacted from "effect/Redacted";

import type { Redaction } from "../journal/redaction.ts";
import type { ValueCodec } from "./value-codec/value-codec.ts";
import { type Step, valuePath } from "./value-codec/value-path.ts";

/**
 * The path of the part of a value, nearest to the root, that holds a secret; undefined when none does.
 *
 * Looks at every text, name and byte a store would write, at errors, and at wrapped secrets. Never throws: what cannot
 * be read is not stored either. Linear in the value; an object with a codec is encoded once more.
 */
export const findSecret = (
  root: unknown,
  redaction: Redaction,
  codecs: readonly ValueCodec[] = [],
): string | undefined => {
  const search = new Search(redaction, codecs);
  return search.isSecret(root, "") ? "$" : search.run();
};

class Search {
  readonly #redaction: Redaction;
  readonly #codecs: readonly ValueCodec[];
  /** The objects met so far, those nearer to the root first; where each was met, and by which step. */
  readonly #objects: object[] = [];
  readonly #parents: number[] = [];
  readonly #steps: Step[] = [];
  readonly #seen = new Set<object>();
  #current = -1;

  constructor(redaction: Redaction, codecs: readonly ValueCodec[]) {
    this.#redaction = redaction;
    this.#codecs = codecs;
  }

  /** Whether a part is a secret by itself; an object is looked into later. */
  isSecret(value: unknown, step: Step): boolean {
    if (typeof value === "string") return this.#redaction.holds(value);
    if (typeof value === "number" || typeof value === "bigint") return this.#redaction.holdsNumber(value);
    if (typeof value !== "object" || value === null || this.#seen.has(value)) return false;
    this.#seen.add(value);
    this.#parents.push(this.#current);
    this.#steps.push(step);
    this.#objects.push(value);
    return false;
  }

  run(): string | undefined {
    for (this.#current = 0; this.#current < this.#objects.length; this.#current++) {
      const object = this.#objects[this.#current] ?? {};
      try {
        const names = namesOf(object);
        // A name that holds a secret is no step of a path that may be shown.
        if (this.#isSecretObject(object) || this.#hasSecretName(object, names)) return this.#path();
        const step = this.#secretMember(object, names);
        if (step !== undefined) return this.#path(step);
      } catch {
        // A hostile proxy, or an impostor: it is not stored.
      }
    }
    return undefined;
  }

  /** Whether an object is one as a whole: a wrapper, bytes, or what is written as a text. */
  #isSecretObject(value: object): boolean {
    if (Redacted.isRedacted(value)) return true;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.#redaction.holdsBytes(value);
    const text = textOf(value);
    if (text !== undefined) return this.#redaction.holds(text);
    // What only its class can see is seen in what its codec writes.
    const codec = this.#codecs.find((candidate) => candidate.detect(value));
    return codec !== undefined && this.#redaction.holdsBytes(codec.encode(value));
  }

  #hasSecretName(value: object, names: readonly string[]): boolean {
    if (value instanceof Map)
      for (const key of value.keys()) if (typeof key === "string" && this.#redaction.holds(key)) return true;
    return names.some((name) => this.#redaction.holds(name));
  }

  /** The step to the first member that is one. */
  #secretMember(value: object, names: readonly string[]): Step | undefined {
    const items = itemsOf(value, names);
    for (let at = 0; at < items.length; at++) if (this.isSecret(items[at], at)) return at;
    // In V8 an accessor of the error itself, elsewhere of its prototype.
    if (value instanceof Error && this.isSecret(value.stack, "stack")) return "stack";
    for (const name of names) {
      const step = Array.isArray(value) && String(Number(name)) === name ? Number(name) : name;
      if (this.isSecret(Object.getOwnPropertyDescriptor(value, name)?.value, step)) return step;
    }
    return undefined;
  }

  /** The way to the current object, or to a member of it. */
  #path(step?: Step): string {
    const way: { from: object; step: Step }[] = [];
    if (step !== undefined) way.push({ from: this.#objects[this.#current] ?? {}, step });
    for (let at = this.#current; at > 0; at = this.#parents[at] ?? -1)
      way.push({ from: this.#objects[this.#parents[at] ?? -1] ?? {}, step: this.#steps[at] ?? "" });
    return valuePath(way.toReversed());
  }
}

/** The text of an object that is written as one. */
const textOf = (value: object): string | undefined => {
  if (value instanceof URL) return value.href;
  if (value instanceof RegExp) return value.source;
  return Object.getPrototypeOf(value) === String.prototype ? String.prototype.valueOf.call(value) : undefined;
};

/** What is found by its number: of a Map keys and members in turn. */
const itemsOf = (value: object, names: readonly string[]): readonly unknown[] => {
  if (value instanceof Map) return [...(value as ReadonlyMap<unknown, unknown>)].flat();
  if (value instanceof Set) return [...(value as ReadonlySet<unknown>)];
  return Array.isArray(value) && names.length === 0 ? (value as readonly unknown[]) : [];
};

/** The names of an object's own members; none of a list that has nothing but items, which are found by their number. */
const namesOf = (value: object): readonly string[] => {
  if (ArrayBuffer.isView(value)) return [];
  const names = Object.getOwnPropertyNames(value);
  const isPlainList = Array.isArray(value) && names.length === value.length + 1 && names[value.length] === "length";
  return isPlainList ? [] : names;
};
