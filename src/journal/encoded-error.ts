import type { Json } from "../schema/schema.ts";
import { describe, likeness, read, text } from "./json-likeness.ts";
import type { Redaction } from "./redaction.ts";

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
 * It never throws itself. Long texts are cut at 16 Ki characters, cause chains at 8, all errors together at 64; secrets
 * are replaced before anything is cut.
 *
 * @example
 * ```ts
 * encodeError(new Error("no file", { cause: "disk" }));
 * // => { name: "Error", message: "no file", stack: "…", cause: { name: "string", message: "disk" } }
 * ```
 */
export const encodeError = (thrown: unknown, redaction?: Redaction): EncodedError =>
  (isObject(thrown) ? encodedBefore.get(thrown) : undefined) ?? encode(thrown, { left: maxErrors, redaction }, 0);

/** Errors that were encoded before they came here. */
const encodedBefore = new WeakMap<object, EncodedError>();

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/**
 * An Error for one that was encoded where it was thrown, such as in another thread: it has the same name, message,
 * stack, causes and data, and is encoded again as it was. Its class is its own only if it is one of the language.
 */
export const errorOf = (error: EncodedError): Error => {
  const { name, message, stack, cause, errors, data } = error;
  const causes = cause === undefined ? {} : { cause: errorOf(cause) };
  const made =
    errors === undefined
      ? new (classes.get(name) ?? Error)(message, causes)
      : new AggregateError(errors.map(errorOf), message, causes);
  const hidden = { configurable: true, enumerable: false, writable: true };
  if (made.name !== name) Object.defineProperty(made, "name", { ...hidden, value: name });
  Object.defineProperty(made, "stack", { ...hidden, value: stack ?? `${name}: ${message}` });
  if (isObject(data) && !Array.isArray(data))
    for (const [key, value] of Object.entries(data))
      if (!standard.has(key)) Object.defineProperty(made, key, { ...hidden, enumerable: true, value });
  encodedBefore.set(made, error);
  return made;
};

const classes: ReadonlyMap<string, ErrorConstructor> = new Map(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((each) => [each.name, each]),
);

/** How many errors may still be told, and what must not be. */
interface Budget {
  left: number;
  readonly redaction: Redaction | undefined;
}

const encode = (thrown: unknown, budget: Budget, depth: number): EncodedError => {
  const { redaction } = budget;
  budget.left--;
  try {
    if (!(thrown instanceof Error)) return encodeNonError(thrown, redaction);
    const stack = read(thrown, "stack", redaction);
    const more = depth < maxDepth && budget.left > 0;
    const cause = more && Object.hasOwn(thrown, "cause") ? encode(thrown.cause, budget, depth + 1) : undefined;
    const errors = more && thrown instanceof AggregateError ? aggregated(thrown, budget, depth) : undefined;
    const data = ownData(thrown, redaction);
    return {
      name: text(read(thrown, "name", redaction) ?? "Error", redaction),
      message: text(read(thrown, "message", redaction) ?? "", redaction),
      ...(typeof stack === "string" && { stack: text(stack, redaction) }),
      ...(cause && { cause }),
      ...(errors && { errors }),
      ...(data !== undefined && { data }),
    };
  } catch (unreadable) {
    return { name: "Error", message: `an error that cannot be read (${describe(unreadable, redaction)})` };
  }
};

const encodeNonError = (thrown: unknown, redaction: Redaction | undefined): EncodedError => {
  const kind = thrown === null ? "null" : typeof thrown;
  if (kind !== "object" && kind !== "function") return { name: kind, message: describe(thrown, redaction) };
  const tag = read(thrown, "_tag", redaction) ?? read(thrown, "name", redaction);
  const message = read(thrown, "message", redaction);
  return {
    name: typeof tag === "string" ? text(tag, redaction) : kind,
    message: typeof message === "string" ? text(message, redaction) : describe(thrown, redaction),
    data: likeness(thrown, maxValues, redaction),
  };
};

const aggregated = (error: Error, budget: Budget, depth: number): EncodedError[] | undefined => {
  const members = read(error, "errors");
  if (!Array.isArray(members)) return undefined;
  const encoded: EncodedError[] = [];
  for (let at = 0; at < Math.min(members.length, maxMembers) && budget.left > 0; at++)
    encoded.push(encode(members[at], budget, depth + 1));
  return encoded;
};

const standard = new Set(["name", "message", "stack", "cause", "errors"]);

const ownData = (error: Error, redaction: Redaction | undefined): Json | undefined => {
  const keys = Object.keys(error).filter((key) => !standard.has(key));
  if (keys.length === 0) return undefined;
  const members = keys.slice(0, maxMembers).map((key) => [key, read(error, key, redaction)] as const);
  return likeness(Object.fromEntries(members), maxValues, redaction);
};
