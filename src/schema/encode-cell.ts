import { cellKind, isPlainObject, timeOf } from "./cell-kind.ts";

/** Deeper or larger cells have no content fingerprint: parts shared by reference could stand for billions of values. */
const maxDepth = 64;
const maxParts = 1_000_000;

/**
 * One text for one cell value, or undefined when it has none: functions, symbols, class instances, cycles.
 *
 * Injective: each part is written with its kind and its length. Numbers and bigints of one value have one text, negative
 * zero is zero, and `undefined` and invalid dates are nulls, as in a schema. Members of a struct count in their order.
 */
export const encodeCell = (value: unknown): string | undefined => {
  try {
    return encode(value, 0, { parts: 0 });
  } catch {
    // A getter or a proxy threw: what cannot be read cannot be called the same.
    return undefined;
  }
};

const encode = (value: unknown, depth: number, spent: { parts: number }): string | undefined => {
  if (depth > maxDepth || ++spent.parts > maxParts) return undefined;
  switch (cellKind(value)) {
    case "null":
      return "_";
    case "int":
      return `n${String(value)}`;
    case "float":
      return encodeNumber(Number(value));
    case "int64":
    case "decimal":
    case "bigint":
      return `n${String(value)}`;
    case "bool":
      return value === true ? "b1" : "b0";
    case "utf8":
      return `s${String(value)}`;
    case "timestamp":
      return `t${timeOf(value)}`;
    case "binary":
      return `x${(value as Uint8Array).join(",")}`;
    case "list":
      return encodeParts("l", value as ArrayLike<unknown>, depth, spent);
    case "struct":
      return isPlainObject(value) ? encodeParts("o", Object.entries(value).flat(), depth, spent) : undefined;
    default:
      return undefined;
  }
};

/** A whole number beyond 2^53 has the text of the bigint it equals. */
const encodeNumber = (value: number): string => `n${Number.isInteger(value) ? BigInt(value) : value}`;

const encodeParts = (
  tag: string,
  parts: ArrayLike<unknown>,
  depth: number,
  spent: { parts: number },
): string | undefined => {
  const texts: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const text = encode(parts[i], depth + 1, spent);
    if (text === undefined) return undefined;
    texts.push(`${text.length}:${text}`);
  }
  return `${tag}${texts.join("")}`;
};
