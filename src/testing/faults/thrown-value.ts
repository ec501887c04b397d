import type { ThrownKind } from "./fault.ts";

/** All kinds of what can be thrown, the plainest first: the one a counterexample is shrunk to. */
export const thrownKinds = [
  "error",
  "nothing",
  "null",
  "text",
  "symbol",
  "frozen",
  "hostile",
] as const satisfies readonly ThrownKind[];

/** A value of this kind to be thrown; made anew each time. */
export const thrownValue = (kind: ThrownKind): unknown => {
  switch (kind) {
    case "error":
      return new Error("a fault of the test");
    case "nothing":
      return undefined;
    case "null":
      return null;
    case "text":
      return "a fault of the test";
    case "symbol":
      return Symbol.for("a fault of the test");
    case "frozen":
      return Object.freeze(new RangeError("a fault of the test", { cause: Object.freeze([1]) }));
    case "hostile":
      return hostileError();
  }
};

const fail = (): never => {
  throw new Error("a fault of the test");
};

/** An error that throws whatever of it is read. */
const hostileError = (): Error => {
  const error = new Error("hidden");
  for (const name of ["name", "message", "stack", "cause", "toString"])
    Object.defineProperty(error, name, { get: fail });
  return error;
};
