import type { Json } from "../schema/schema.ts";
import { describe, likeness, read, text } from "./json-likeness.ts";

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
const maxMembers = 64;
// Own data and errors are bounded in total, not only in depth: a cyclic or wide object would otherwise unfold exponentially.
const maxValues = 256;
const maxErrors = 64;

/**
 * Encodes whatever a module threw, whatever it is: `undefined`, an object whose getters throw, a cycle of causes.
 *
 * It never throws itself. Long texts are cut at 16 Ki characters, cause chains at 8, all errors together at 64.
 *
 * @example
 * ```ts
 * encodeError(new Error("no file", { cause: "disk" }));
 * // => { name: "Error", message: "no file", stack: "…", cause: { name: "string", message: "disk" } }
 * ```
 */
export const encodeError = (thrown: unknown): EncodedError => encode(thrown, { left: maxErrors }, 0);

const encode = (thrown: unknown, budget: { left: number }, depth: number): EncodedError => {
  budget.left--;
  try {
    if (!(thrown instanceof Error)) return encodeNonError(thrown);
    const stack = read(thrown, "stack");
    const more = depth < maxDepth && budget.left > 0;
    const cause = more && Object.hasOwn(thrown, "cause") ? encode(thrown.cause, budget, depth + 1) : undefined;
    const errors = more && thrown instanceof AggregateError ? aggregated(thrown, budget, depth) : undefined;
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
    data: likeness(thrown, maxValues),
  };
};

const aggregated = (error: Error, budget: { left: number }, depth: number): EncodedError[] | undefined => {
  const members = read(error, "errors");
  if (!Array.isArray(members)) return undefined;
  const encoded: EncodedError[] = [];
  for (let at = 0; at < Math.min(members.length, maxMembers) && budget.left > 0; at++)
    encoded.push(encode(members[at], budget, depth + 1));
  return encoded;
};

const standard = new Set(["name", "message", "stack", "cause", "errors"]);

const ownData = (error: Error): Json | undefined => {
  const keys = Object.keys(error).filter((key) => !standard.has(key));
  if (keys.length === 0) return undefined;
  return likeness(Object.fromEntries(keys.slice(0, maxMembers).map((key) => [key, read(error, key)])), maxValues);
};
