import { refuseExtras } from "./collection-kind.ts";
import type { NodeKind } from "./node-kind.ts";

/** Dates: `["Date", milliseconds]`, null for an invalid one. */
export const dateKind: NodeKind = {
  tags: ["Date"],
  prototypes: [Date.prototype],
  write: (value, writer) => {
    const time = Date.prototype.getTime.call(value);
    refuseExtras(value, writer);
    return ["Date", Number.isNaN(time) ? null : time];
  },
  read: ([, time]) => {
    const made = new Date(typeof time === "number" ? time : Number.NaN);
    if (made.getTime() !== time && time !== null) throw new TypeError("a Date is malformed");
    return { made };
  },
};

/** Regular expressions: `["RegExp", source, flags, slot of lastIndex]`. Reading one compiles it and never runs it. */
export const regExpKind: NodeKind = {
  tags: ["RegExp"],
  prototypes: [RegExp.prototype],
  write: (value, writer) => {
    if (!(value instanceof RegExp)) throw writer.refusal("is no RegExp");
    const { source, flags } = value; // of an impostor, these throw
    refuseExtras(value, writer, ["lastIndex"]);
    return ["RegExp", source, flags, writer.slot(value.lastIndex, "lastIndex")];
  },
  read: ([, source, flags, lastIndex], reader) => {
    if (typeof source !== "string" || typeof flags !== "string") throw new TypeError("a RegExp is malformed");
    const made = new RegExp(source, flags);
    return { made, fill: () => void Reflect.set(made, "lastIndex", reader.value(lastIndex)) };
  },
};

/** URLs: `["URL", href]`. */
export const urlKind: NodeKind = {
  tags: ["URL"],
  prototypes: typeof URL === "function" ? [URL.prototype] : [],
  write: (value, writer) => {
    const href: unknown = Reflect.get(URL.prototype, "href", value);
    refuseExtras(value, writer);
    if (typeof href !== "string" || new URL(href).href !== href)
      throw writer.refusal("is a URL that its own text does not give back", "Return the text");
    return ["URL", href];
  },
  read: ([, href]) => {
    if (typeof href !== "string") throw new TypeError("a URL is malformed");
    return { made: new URL(href) };
  },
};

const unboxed = new Map<object, (value: object) => unknown>([
  [Number.prototype, (value) => Number.prototype.valueOf.call(value)],
  [String.prototype, (value) => String.prototype.valueOf.call(value)],
  [Boolean.prototype, (value) => Boolean.prototype.valueOf.call(value)],
  [BigInt.prototype, (value) => BigInt.prototype.valueOf.call(value)],
]);

/** `new Number(1)` and its like: `["Object", slot of the primitive]`. */
export const boxedKind: NodeKind = {
  tags: ["Object"],
  prototypes: [...unboxed.keys()],
  write: (value, writer) => {
    const primitive = unboxed.get(Object.getPrototypeOf(value) as object)?.(value);
    refuseExtras(value, writer, typeof primitive === "string" ? ["length"] : []);
    return ["Object", writer.slot(primitive, "valueOf()")];
  },
  read: ([, slot], reader) => {
    const primitive = Array.isArray(slot) && typeof slot[0] === "number" && slot[0] >= 0 ? null : reader.value(slot);
    if (primitive === null || primitive === undefined) throw new TypeError("a boxed primitive is malformed");
    return { made: Object(primitive) as object };
  },
};
