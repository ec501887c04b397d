import type { Json } from "./schema.ts";

/**
 * The one text of a JSON value: object keys sorted by code unit, no white space, members that are `undefined` left out.
 *
 * Two values have the same text exactly when they are equal as JSON. Lone surrogates come out escaped, so the UTF-8
 * bytes of the text are as injective as the text. Follows RFC 8785 for everything JSON can carry.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members: string[] = [];
  for (const [key, member] of Object.entries(value).toSorted(byKey)) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(",")}}`;
};

/** True when two JSON values (or absent members) are equal; the order of object keys does not count. */
export const equalJson = (left: Json | object | undefined, right: Json | object | undefined): boolean =>
  left === right || (left !== undefined && right !== undefined && canonicalJson(left) === canonicalJson(right));

const byKey = ([left]: [string, unknown], [right]: [string, unknown]): number => (left < right ? -1 : 1);
