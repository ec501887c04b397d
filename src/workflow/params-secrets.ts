import * as Redacted from "effect/Redacted";

import type { SecretKeyTest } from "./secret-keys.ts";
import { urlPasswords } from "./url-password.ts";

/**
 * Every secret in the params of a run: what is wrapped, the texts and numbers below the name of a secret, the passwords of URLs.
 *
 * Looks into plain objects, lists, Maps, Sets, and at the own members of other objects. Linear in the distinct parts.
 */
export const secretsOf = (all: Iterable<unknown>, isSecretKey: SecretKeyTest): readonly string[] => {
  const found: string[] = [];
  // What is shared may stand below the name of a secret the second time.
  const seen = { plain: new Set<object>(), secret: new Set<object>() };
  const open: [value: object, isSecret: boolean][] = [];
  const visit = (value: unknown, isSecret: boolean): void => {
    if (typeof value === "string") {
      if (isSecret) found.push(value);
      if (value.includes("://")) found.push(...urlPasswords(value));
    } else if (typeof value === "number" || typeof value === "bigint") {
      if (isSecret) found.push(String(value));
    } else if (typeof value === "object" && value !== null) {
      const before = isSecret ? seen.secret : seen.plain;
      if (before.has(value)) return;
      before.add(value);
      open.push([value, isSecret]);
    }
  };
  const visitMembers = (value: object, isSecret: boolean): void => {
    if (Redacted.isRedacted(value)) visit(Redacted.value(value), true);
    else if (value instanceof URL) visit(value.href, isSecret);
    else if (value instanceof Map) value.forEach((member, key) => visit(member, isSecret || isSecretKey(String(key))));
    else if (value instanceof Set) value.forEach((member) => visit(member, isSecret));
    else if (Array.isArray(value)) for (const member of value as readonly unknown[]) visit(member, isSecret);
    else if (!ArrayBuffer.isView(value))
      for (const key of Object.getOwnPropertyNames(value)) visit(Reflect.get(value, key), isSecret || isSecretKey(key));
  };
  for (const params of all) {
    visit(params, false);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      try {
        visitMembers(...next);
      } catch {
        // A wiped wrapper, a getter that throws, a hostile proxy: whoever uses these params will hear of it.
      }
    }
  }
  return found;
};
