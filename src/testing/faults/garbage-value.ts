import type { GarbageKind } from "./fault.ts";

/** All kinds of garbage, the plainest first: the one a counterexample is shrunk to. */
export const garbageKinds = [
  "nothing",
  "null",
  "not a number",
  "ragged rows",
  "circle",
  "function",
  "bad schema",
] as const satisfies readonly GarbageKind[];

/** A value of this kind to be returned; made anew each time. */
export const garbageValue = (kind: GarbageKind): unknown => {
  switch (kind) {
    case "nothing":
      return undefined;
    case "null":
      return null;
    case "not a number":
      return Number.NaN;
    case "ragged rows":
      return [{ a: 1 }, { b: "x", a: null }, {}];
    case "circle": {
      const circle: unknown[] = [];
      circle.push(circle);
      return circle;
    }
    case "function":
      return () => 1;
    case "bad schema":
      return { data: [{ a: 1 }], schema: { fields: [{ name: 1 }] } };
  }
};
