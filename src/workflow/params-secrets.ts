import { Redacted } from "effect";

import type { SecretKeyTest } from "./secret-keys.ts";
import { urlPasswords } from "./url-password.ts";

/**
 * Every secret in params: what is wrapped, the texts and numbers below the name of a secret, the passwords of URLs.
 *
 * Looks into plain objects, lists, Maps, Sets, and at the own members of other objects. Linear in the distinct parts.
 */
export const secretsOf = (params: unknown, isSecretKey: SecretKeyTest): readonly string[] => {
  const found: string[] = [];
  const seen = { plain: new Set<object>(), secret: new Set<object>() };
  const open: (readonly [value: unknown, isSecret: boolean])[] = [[params, false]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, isSecret] = next;
    if (typeof value === "string") found.push(...(isSecret ? [value] : []), ...urlPasswords(value));
    else if (typeof value === "number" || typeof value === "bigint") found.push(...(isSecret ? [String(value)] : []));
    if (typeof value !== "object" || value === null) continue;
    // What is shared may stand below the name of a secret the second time.
    const before = isSecret ? seen.secret : seen.plain;
    if (before.has(value)) continue;
    before.add(value);
    if (Redacted.isRedacted(value)) open.push([valueOf(value), true]);
    else if (value instanceof URL) open.push([value.href, isSecret]);
    else for (const [name, member] of membersOf(value)) open.push([member, isSecret || isSecretKey(name)]);
  }
  return found;
};

/** A wrapped value that was wiped is nobody's any more. */
const valueOf = (wrapped: Redacted.Redacted<unknown>): unknown => {
  try {
    return Redacted.value(wrapped);
  } catch {
    return undefined;
  }
};

function* membersOf(value: object): Generator<readonly [name: string, member: unknown]> {
  try {
    if (ArrayBuffer.isView(value)) return;
    if (value instanceof Map) for (const [key, member] of value) yield [String(key), member];
    else if (value instanceof Set || Array.isArray(value))
      for (const member of value as Iterable<unknown>) yield ["", member];
    else
      for (const [name, property] of Object.entries<PropertyDescriptor>(Object.getOwnPropertyDescriptors(value)))
        yield [name, property.value];
  } catch {
    // A hostile proxy, or a key that has no text: whoever uses these params will hear of it.
  }
}
