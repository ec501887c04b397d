import * as fc from "fast-check";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom("", "\ud800", "a\udc00b", "\0", "\u2028", "__proto__", "é", "\ufeff"),
);

const name = fc.oneof(
  fc.constantFrom("a", "b", "0", "7", "__proto__", "constructor", "toJSON", "then", "length", "", "\ud800"),
  text,
);

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 5e-324, 2 ** 53),
);

const primitive = fc.oneof(text, number, fc.bigInt(), fc.boolean(), fc.constantFrom<unknown>(null, undefined, 0n, -1n));

/** Everything fast-check knows to make of JavaScript. */
export const anything: fc.Arbitrary<unknown> = fc.anything({
  key: name,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
});

/** A plain object with these members, whatever their names. */
const record = (entries: readonly (readonly [string, unknown])[]): object => Object.fromEntries(entries);

const bytes = fc.uint8Array({ maxLength: 24 });

/** Views of one memory: apart, touching, overlapping, or the same. */
const sharedViews = fc
  .array(fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom(Float64Array, Uint8Array, Int16Array, BigInt64Array)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => {
    const memory = Uint8Array.from({ length: 64 }, (_, at) => at).buffer;
    return parts.map(([start, length, View]) => new View(memory, start * 8, length));
  });

const leaf = fc.oneof(
  primitive,
  fc.date({ noInvalidDate: false }),
  bytes,
  bytes.map((content) => content.slice().buffer),
  bytes.map((content) => new DataView(content.slice().buffer)),
  fc.float64Array({ maxLength: 4 }),
  fc.bigInt64Array({ maxLength: 4 }),
  sharedViews,
);

const classes = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

const tree = (leaves: fc.Arbitrary<unknown>, more: (any: fc.Arbitrary<unknown>) => readonly fc.Arbitrary<unknown>[]) =>
  fc.letrec<{ readonly any: unknown }>((tie) => {
    const any = tie("any");
    const entries = fc.array(fc.tuple(name, any), { maxLength: 4 });
    return {
      any: fc.oneof(
        { depthSize: "small", maxDepth: 5 },
        leaves,
        fc.array(any, { maxLength: 4 }),
        fc.sparseArray(any, { maxLength: 6, maxNumElements: 3 }),
        entries.map(record),
        fc.tuple(fc.array(any, { maxLength: 2 }), any).map(([rows, columns]) => Object.assign(rows, { columns })),
        fc.array(fc.tuple(any, any), { maxLength: 3 }).map((members) => new Map(members)),
        fc.array(any, { maxLength: 3 }).map((members) => new Set(members)),
        any.map((shared) => ({ first: shared, second: [shared] })),
        any.map((inner) => {
          const circle: Record<string, unknown> = { inner };
          circle["self"] = new Map([[circle, new Set([circle])]]);
          return circle;
        }),
        ...more(any),
      ),
    };
  }).any;

/** What can be stored and structuredClone copies exactly, too. */
export const cloneable: fc.Arbitrary<unknown> = tree(leaf, () => []);

/** Everything that can be stored. */
export const storable: fc.Arbitrary<unknown> = tree(
  fc.oneof(
    leaf,
    bytes.map((content) => Buffer.from(content)),
    fc.webUrl().map((url) => new URL(url)),
    fc.constantFrom(/a+(?<n>b)/giu, /[\/\]]\//v, new RegExp("")).map((regex) => new RegExp(regex)),
    fc.nat(9).map((lastIndex) => Object.assign(/x/y, { lastIndex })),
    fc.oneof(number, text, fc.boolean(), fc.bigInt()).map((value) => Object(value) as unknown),
  ),
  (any) => [
    fc.array(fc.tuple(name, any), { maxLength: 3 }).map((entries) => Object.setPrototypeOf(record(entries), null)),
    fc
      .tuple(fc.constantFrom(...classes), text, any, any)
      .map(([Class, message, cause, code]) => Object.assign(new Class(message, { cause }), { code })),
    fc.array(any, { maxLength: 3 }).map((errors) => new AggregateError(errors)),
  ],
);
