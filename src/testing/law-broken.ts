import { bytesToHex } from "@noble/hashes/utils.js";
import * as Data from "effect/Data";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";

import { canonicalJson } from "../schema/canonical-json.ts";
import { encodeValue } from "../store/value-codec/encode-value.ts";

/**
 * A store does not do what every store does: what was looked at, what was found and what had to be there.
 *
 * @example
 * ```ts
 * new LawBroken({ subject: "its records", found: "[]", expected: "[1]" }).message; // => "its records: expected [1], found []"
 * ```
 */
export class LawBroken extends Data.TaggedError("LawBroken")<{
  readonly subject: string;
  readonly found: string;
  readonly expected: string;
}> {
  override get message(): string {
    return `${this.subject}: expected ${this.expected}, found ${this.found}`;
  }
}

/** Fails when two pieces of JSON are not the same; the order of keys does not count. */
export const expectSame = (subject: string, found: unknown, expected: unknown): Effect.Effect<void, LawBroken> => {
  const [foundText, expectedText] = [jsonOf(found), jsonOf(expected)];
  if (foundText === expectedText) return Effect.void;
  let at = 0;
  while (foundText[at] === expectedText[at]) at++;
  return new LawBroken({ subject, found: around(foundText, at), expected: around(expectedText, at) });
};

/** Fails when two values are not the same to the last detail that can be stored. */
export const expectSameValue = (subject: string, found: unknown, expected: unknown): Effect.Effect<void, LawBroken> =>
  expectSame(subject, encodingOf(found), encodingOf(expected));

/** Fails when an effect does not fail with this tag, and, for a StoreError, this reason. */
export const expectRefusal = <Failure extends { readonly _tag: string; readonly reason?: unknown }, Requirements>(
  subject: string,
  effect: Effect.Effect<unknown, Failure, Requirements>,
  tag: Failure["_tag"],
  reason?: string,
): Effect.Effect<void, LawBroken, Requirements> =>
  Effect.flatMap(Effect.result(effect), (result) =>
    expectSame(
      subject,
      Result.isFailure(result) ? [result.failure._tag, reason && result.failure.reason] : "no failure",
      [tag, reason],
    ),
  );

const jsonOf = (value: unknown): string => (value === undefined ? "undefined" : canonicalJson(value));

/** A text that is too long to read, around the place of interest. */
const around = (text: string, at: number): string => {
  const from = Math.max(0, at - 80);
  return text.length <= 300 ? text : `${from > 0 ? "…" : ""}${text.slice(from, from + 200)}…`;
};

const encodingOf = (value: unknown): string => {
  const { codec, bytes } = encodeValue(value);
  return `${codec}: ${codec === "json" ? new TextDecoder().decode(bytes) : bytesToHex(bytes)}`;
};
