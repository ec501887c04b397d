import * as fc from "fast-check";

const keys = fc.constantFrom("a", "b", "data", "__proto__x", "then", "0");

/** Everything data is made of: typed arrays, Buffers, Maps, Sets, Dates, holes, named members, nested in any way. */
export const data: fc.Arbitrary<unknown> = fc.letrec<{ readonly any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    fc.constantFrom<unknown>(1, -0, "x", null, undefined, true, 5n),
    fc.float64Array({ maxLength: 3 }),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => new DataView(bytes.slice().buffer)),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => bytes.slice().buffer),
    fc.date({ noInvalidDate: false }),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.sparseArray(tie("any"), { maxLength: 3, maxNumElements: 2 }),
    fc
      .tuple(fc.array(tie("any"), { maxLength: 2 }), tie("any"))
      .map(([rows, columns]) => Object.assign(rows, { columns })),
    fc.dictionary(keys, tie("any"), { maxKeys: 3, noNullPrototype: false }),
    fc.array(fc.tuple(fc.oneof(keys, tie("any")), tie("any")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("any"), { maxLength: 3 }).map((members) => new Set(members)),
    tie("any").map((shared) => ({ first: shared, second: shared })),
    tie("any").map((inner) => {
      const circle: Record<string, unknown> = { inner };
      circle["self"] = [circle];
      return circle;
    }),
  ),
})).any;

/** Changes everything in a value that lets itself be changed; gives how many writes went through. */
export const vandalise = (root: unknown): number => {
  let writes = 0;
  const attempt = (write: () => unknown): void => {
    try {
      write();
      writes++;
    } catch {
      // It is frozen.
    }
  };
  const seen = new Set<unknown>();
  const open = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      const bytes = ArrayBuffer.isView(value)
        ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
        : new Uint8Array(value);
      bytes.forEach((byte, at) => (bytes[at] = byte ^ 0xff));
      writes += bytes.length;
    } else if (value instanceof Date) attempt(() => value.setTime(12_345));
    else if (value instanceof Map) {
      open.push(...value.keys(), ...value.values());
      attempt(() => value.set("vandal", 1));
    } else if (value instanceof Set) {
      open.push(...value);
      attempt(() => value.add("vandal"));
    } else {
      open.push(...Object.values(value));
      attempt(() => ((value as Record<string, unknown>)["vandal"] = 1));
      for (const key of Object.keys(value)) attempt(() => ((value as Record<string, unknown>)[key] = "vandal"));
    }
  }
  return writes;
};
