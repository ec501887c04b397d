import type { NodeKind } from "./node-kind.ts";
import { isRecord, memberSlot } from "./object-kind.ts";
import { setMember } from "./own-members.ts";
import type { Slot } from "./slot.ts";
import { quoted } from "./value-path.ts";

const classes: ReadonlyMap<string, typeof Error | typeof AggregateError> = new Map<
  string,
  typeof Error | typeof AggregateError
>([
  ["Error", Error],
  ["EvalError", EvalError],
  ["RangeError", RangeError],
  ["ReferenceError", ReferenceError],
  ["SyntaxError", SyntaxError],
  ["TypeError", TypeError],
  ["URIError", URIError],
  ["AggregateError", AggregateError],
]);

const names: ReadonlyMap<object, string> = new Map(Array.from(classes, ([name, { prototype }]) => [prototype, name]));

/**
 * Errors of the language: `["Error", class, hidden members, enumerable members]`.
 *
 * `message`, `stack`, `cause` and `errors` are hidden members; `code` and what else is set by hand are enumerable.
 */
export const errorKind: NodeKind = {
  tags: ["Error"],
  prototypes: [...names.keys()],
  write: (value, writer) => {
    const name = names.get(Object.getPrototypeOf(value) as object);
    if (!(value instanceof Error) || name === undefined || !isError(value)) throw writer.refusal("is no real error");
    const [hidden, shown]: [Record<string, Slot>, Record<string, Slot>] = [{}, {}];
    // The stack comes from an accessor: of the error itself in V8, of the prototype in Firefox.
    if (typeof value.stack === "string") setMember(hidden, "stack", value.stack);
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === "symbol")
        throw writer.refusal(`has the symbol key ${quoted(String(key))}`, "Name it with a string");
      const isShown = Object.prototype.propertyIsEnumerable.call(value, key);
      if (key === "stack" && !isShown && typeof value.stack === "string") continue;
      setMember(isShown ? shown : hidden, key, memberSlot(value, key, writer));
    }
    return ["Error", name, hidden, shown];
  },
  read: ([, name, hidden, shown], reader) => {
    const Class = typeof name === "string" ? classes.get(name) : undefined;
    if (Class === undefined || !isRecord(hidden) || !isRecord(shown)) throw new TypeError("an error is malformed");
    const made = Class === AggregateError ? new AggregateError([]) : new (Class as ErrorConstructor)();
    for (const key of Reflect.ownKeys(made)) Reflect.deleteProperty(made, key);
    const fill = (): void => {
      for (const [key, slot] of Object.entries(hidden)) setMember(made, key, reader.value(slot), false);
      for (const [key, slot] of Object.entries(shown)) setMember(made, key, reader.value(slot));
    };
    return { made, fill };
  },
};

/** An object that was made as an error; `Object.create(Error.prototype)` was not. */
const isError = (value: object): boolean => Object.prototype.toString.call(value) === "[object Error]";
