import * as Redacted from "effect/Redacted";

import { isPlainObject } from "./freeze-params.ts";
import { secretMark } from "./secret.ts";
import type { SecretKeyTest } from "./secret-keys.ts";
import { hideUrlPasswords } from "./url-password.ts";

/** What hides the secrets of a run in its params. */
export interface ParamsMask {
  readonly isSecretKey: SecretKeyTest;
  /** Whether a text is a secret as a whole, however short. */
  readonly isSecret: (text: string) => boolean;
  /** A text with the secrets in it replaced. */
  readonly text: (text: string) => string;
  readonly holdsBytes: (bytes: ArrayBufferView) => boolean;
}

/** Params with a mark in the place of each secret; themselves, with all they share, when they hold none. */
export const maskParams = (params: unknown, mask: ParamsMask): unknown => new Masking(mask).value(params, false);

/** {@link maskParams} with a mask. */
export const maskOf =
  (mask: ParamsMask) =>
  (params: unknown): unknown =>
    maskParams(params, mask);

/** No data, so that what holds it has no fingerprint: a mark would hide every other change of the bytes too. */
const bytesWithSecret = Symbol("bytes with a secret");

class Masking {
  readonly #mask: ParamsMask;
  /** The copies so far, of what stands below the name of a secret apart; "open" while one is being made. */
  readonly #made = { plain: new Map<object, unknown>(), secret: new Map<object, unknown>() };

  constructor(mask: ParamsMask) {
    this.#mask = mask;
  }

  value(value: unknown, isSecret: boolean): unknown {
    if (typeof value === "string") return isSecret ? secretMark : this.#text(value);
    if (typeof value === "number" || typeof value === "bigint")
      return isSecret || this.#mask.isSecret(String(value)) ? secretMark : value;
    return typeof value === "object" && value !== null ? this.#object(value, isSecret) : value;
  }

  #text(text: string): string {
    return this.#mask.isSecret(text) ? secretMark : this.#mask.text(hideUrlPasswords(text));
  }

  #object(value: object, isSecret: boolean): unknown {
    if (Redacted.isRedacted(value)) return secretMark;
    if (value instanceof URL)
      return isSecret || this.#text(value.href) !== value.href ? this.value(value.href, isSecret) : value;
    if (ArrayBuffer.isView(value)) return this.#mask.holdsBytes(value) ? bytesWithSecret : value;
    const made = isSecret ? this.#made.secret : this.#made.plain;
    if (made.has(value)) return made.get(value);
    made.set(value, "[itself]");
    const copy = this.#container(value, isSecret);
    made.set(value, copy);
    return copy;
  }

  #container(value: object, isSecret: boolean): unknown {
    if (Array.isArray(value) || value instanceof Set) {
      const before: readonly unknown[] = [...(value as Iterable<unknown>)];
      const after = before.map((item) => this.value(item, isSecret));
      if (isSame(before, after)) return value;
      return Array.isArray(value) ? after : new Set(after);
    }
    if (value instanceof Map) {
      const after = [...value].map(([key, member], at) => this.#entry(key, member, isSecret, at));
      return isSame([...value].flat(), after.flat()) ? value : new Map(after);
    }
    // Functions, dates and class instances are no text, and have no fingerprint or one that tells nothing of a secret.
    if (!isPlainObject(value)) return value;
    const before = Object.entries(value);
    const after = before.map(([key, member], at) => this.#entry(key, member, isSecret, at));
    return isSame(before.flat(), after.flat()) ? value : Object.fromEntries(after);
  }

  #entry(key: unknown, member: unknown, isSecret: boolean, at: number): [key: unknown, member: unknown] {
    if (typeof key !== "string") return [key, this.value(member, isSecret)];
    const name = this.#text(key);
    // Two names may be one without their secrets.
    return [name === key ? key : `${name} ${at}`, this.value(member, isSecret || this.#mask.isSecretKey(key))];
  }
}

const isSame = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  after.every((item, at) => Object.is(item, before[at]));
