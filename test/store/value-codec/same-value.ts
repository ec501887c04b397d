/** Whether two values are the same to the last detail: what `isDeepStrictEqual` does not look at, this does. */

interface Pair {
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/**
 * The first difference between two values; undefined when there is none.
 *
 * Looks at prototypes, the order of keys, holes, hidden members, −0, and which objects are one. Without recursion.
 */
export const difference = (first: unknown, second: unknown): string | undefined => {
  const partner = new Map<object, object>();
  const taken = new Set<object>();
  const open: Pair[] = [{ path: "$", left: first, right: second }];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const { path, left, right } = pair;
    if (!isObject(left) || !isObject(right)) {
      if (!Object.is(left, right)) return `${path}: ${String(left)} is not ${String(right)}`;
      continue;
    }
    const known = partner.get(left);
    if (known !== undefined) {
      if (known !== right) return `${path}: what was one object is two`;
      continue;
    }
    if (taken.has(right)) return `${path}: what were two objects is one`;
    partner.set(left, right);
    taken.add(right);
    if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return `${path}: another prototype`;
    const [content, otherContent] = [contentOf(left), contentOf(right)];
    if (content.length !== otherContent.length) return `${path}: ${content.length} parts, not ${otherContent.length}`;
    for (const [at, [name, part]] of content.entries()) {
      const [otherName, otherPart] = otherContent[at]!;
      if (name !== otherName) return `${path}: ${name} is not ${otherName}`;
      open.push({ path: path.length > 200 ? path : `${path} › ${name}`, left: part, right: otherPart });
    }
  }
  return undefined;
};

type Part = readonly [name: string, value: unknown];

const contentOf = (value: object): readonly Part[] => {
  if (ArrayBuffer.isView(value))
    return bytesOf(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), value.constructor.name);
  if (value instanceof ArrayBuffer) return bytesOf(new Uint8Array(value), "ArrayBuffer");
  if (value instanceof URL) return [["href", value.href]];
  return [...slotsOf(value), ...propertiesOf(value)];
};

const bytesOf = (bytes: Uint8Array, name: string): readonly Part[] => [
  [name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")],
];

const boxes = new Set<object>([Number.prototype, Boolean.prototype, String.prototype, BigInt.prototype]);

const slotsOf = (value: object): readonly Part[] => {
  if (value instanceof Map)
    return Array.from(value)
      .flat()
      .map((part, at) => [`entry ${at}`, part]);
  if (value instanceof Set) return Array.from(value, (part) => ["member", part]);
  if (value instanceof Date) return [["time", value.getTime()]];
  if (value instanceof RegExp) return [[value.source, value.flags]];
  if (boxes.has(Object.getPrototypeOf(value) as object)) return [["primitive", value.valueOf()]];
  return [["class", Object.prototype.toString.call(value)]];
};

const propertiesOf = (value: object): readonly Part[] => {
  const parts = Reflect.ownKeys(value).map((key): Part => {
    const isShown = Object.prototype.propertyIsEnumerable.call(value, key);
    return [`${isShown ? "" : "hidden "}${String(key)}`, Reflect.get(value, key)];
  });
  // In errors only, hidden members come first.
  return value instanceof Error ? parts.toSorted(([left], [right]) => (left < right ? -1 : 1)) : parts;
};
