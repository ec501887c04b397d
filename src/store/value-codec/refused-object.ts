import type { NotStorable } from "../../store-error.ts";
import type { NodeWriter } from "./node-kind.ts";

const toBeAwaited = "Await it, and return what it gives";
const remedies = new Map([
  ["Promise", toBeAwaited],
  ["WeakMap", "Return a Map of what it holds"],
  ["WeakSet", "Return a Set of what it holds"],
  ["WeakRef", "Return what it refers to"],
  ["SharedArrayBuffer", "Return a copy of it"],
]);

/** The error for an object whose class says more than its members. */
export const refusedObject = (value: object, refusal: NodeWriter["refusal"]): NotStorable => {
  const name = className(value);
  if (value instanceof Error)
    return refusal(`is an error of the class ${name}`, "Return its message and its data, or register a value codec");
  const isForeign = name === "Object" || name === "Array";
  const reason = isForeign
    ? `is an ${name} of a class or realm of its own`
    : `is an instance of ${name}, and only its class knows what it is without it`;
  return refusal(reason, remedies.get(name) ?? "Return plain data (`{ ...it }`), or register a value codec");
};

/** The name of the class an object says it is of. */
const className = (value: object): string => {
  const made: unknown = Reflect.get(value, "constructor");
  const name: unknown = typeof made === "function" ? made.name : undefined;
  return typeof name === "string" && /^[\w$]{1,80}$/u.test(name) ? name : "an unnamed class";
};
