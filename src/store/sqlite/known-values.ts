import { isHeldFrozen } from "../held.ts";

/** So many primitive values are known at once; one that is not found again in time is written out anew, and no more. */
const mostPrimitives = 256;
/** Longer texts are rarely put out again, and would be kept. */
const longestText = 64;

/** What was found out about values, for those of which it stays true: whoever puts one out again changed nothing. */
export class KnownValues<Found> {
  readonly #objects = new WeakMap<object, Found>();
  readonly #primitives = new Map<unknown, Found>();

  get(value: unknown): Found | undefined {
    if (isHeldFrozen(value)) return this.#objects.get(value);
    return isShortPrimitive(value) ? this.#primitives.get(value) : undefined;
  }

  set(value: unknown, found: Found): void {
    if (isHeldFrozen(value)) this.#objects.set(value, found);
    else if (isShortPrimitive(value)) {
      if (this.#primitives.size === mostPrimitives) this.#primitives.clear();
      this.#primitives.set(value, found);
    }
  }
}

/** A Map takes 0 and −0 for the same. */
const isShortPrimitive = (value: unknown): boolean =>
  typeof value === "string"
    ? value.length <= longestText
    : (typeof value === "number" && !Object.is(value, -0)) || typeof value === "boolean" || value === null;
