import type { Json } from "../schema/schema.ts";

/** Anything that was thrown, as JSON-safe data. */
export interface EncodedError {
  /** The error's name; `"undefined"`, `"string"`, … when something other than an Error was thrown. */
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: EncodedError;
  /** The members of an AggregateError. */
  readonly errors?: readonly EncodedError[];
  /** Own data of the error, such as `code`; what JSON cannot hold is described in words. */
  readonly data?: Json;
}

const maxDepth = 8;
const maxText = 16_384;
const maxMembers = 64;
// Own data is bounded in total, not only in depth: a cyclic or wide object would otherwise unfold exponentially.
const maxValues = 256;

/**
 * Encodes whatever a module threw, whatever it is: `undefined`, an object whose getters throw, a cycle of causes.
 *
 * It never throws itself. Long texts are cut at 16 Ki characters, cause chains at 8.
 *
 * @example
 * ```ts
 * encodeError(new Error("no file", { cause: "disk" }));
 * // => { name: "Error", message: "no file", stack: "…", cause: { name: "string", message: "disk" } }
 * ```
 */
export const encodeError = (thrown: unknown, depth = 0): EncodedError => {
  if (!(thrown instanceof Error)) return encodeNonError(thrown);
  try {
    const stack = read(thrown, "stack");
    const cause = Object.hasOwn(thrown, "cause") && depth < maxDepth ? encodeError(thrown.cause, depth + 1) : undefined;
    const errors = aggregated(thrown, depth);
    const data = ownData(thrown);
    return {
      name: text(read(thrown, "name") ?? "Error"),
      message: text(read(thrown, "message") ?? ""),
      ...(typeof stack === "string" && { stack: text(stack) }),
      ...(cause && { cause }),
      ...(errors && { errors }),
      ...(data !== undefined && { data }),
    };
  } catch (unreadable) {
    return { name: "Error", message: `an error that cannot be read (${describe(unreadable)})` };
  }
};

const encodeNonError = (thrown: unknown): EncodedError => {
  const kind = thrown === null ? "null" : typeof thrown;
  if (kind !== "object" && kind !== "function") return { name: kind, message: describe(thrown) };
  const tag = read(thrown, "_tag") ?? read(thrown, "name");
  const message = read(thrown, "message");
  return {
    name: typeof tag === "string" ? text(tag) : kind,
    message: typeof message === "string" ? text(message) : describe(thrown),
    data: toJson(thrown, { left: maxValues }, 0),
  };
};

const aggregated = (error: Error, depth: number): EncodedError[] | undefined => {
  const members = error instanceof AggregateError ? read(error, "errors") : undefined;
  return Array.isArray(members) && depth < maxDepth
    ? members.slice(0, maxMembers).map((member: unknown) => encodeError(member, depth + 1))
    : undefined;
};

const standard = new Set(["name", "message", "stack", "cause", "errors"]);

const ownData = (error: Error): Json | undefined => {
  const budget = { left: maxValues };
  const entries = Object.keys(error)
    .filter((key) => !standard.has(key))
    .slice(0, maxMembers)
    .map((key) => [key, toJson(read(error, key), budget, 0)] as const);
  return entries.length === 0 ? undefined : fromEntries(entries);
};

/** A JSON-safe likeness of any value; unlike JSON.stringify it says what it left out. */
const toJson = (value: unknown, budget: { left: number }, depth: number): Json => {
  if (budget.left-- <= 0) return "[more]";
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return describe(value);
  if (depth >= maxDepth) return "[deeper]";
  try {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (Array.isArray(value))
      return value.slice(0, budget.left).map((item: unknown) => toJson(item, budget, depth + 1));
    return fromEntries(
      Object.keys(value)
        .slice(0, budget.left)
        .map((key) => [key, toJson(read(value, key), budget, depth + 1)] as const),
    );
  } catch (unreadable) {
    return `[unreadable: ${describe(unreadable)}]`;
  }
};

// Object.fromEntries defines own properties, so a key "__proto__" stays data.
const fromEntries = (entries: readonly (readonly [string, Json])[]): Json => Object.fromEntries(entries);

const read = (value: unknown, key: string): unknown => {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (unreadable) {
    return `[unreadable: ${describe(unreadable)}]`;
  }
};

const describe = (value: unknown): string => {
  try {
    return text(String(value));
  } catch {
    return typeof value;
  }
};

const text = (value: unknown): string => {
  const whole = typeof value === "string" ? value : describe(value);
  return (whole.length > maxText ? `${whole.slice(0, maxText)}…` : whole).toWellFormed();
};
