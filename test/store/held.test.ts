import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { hand, hold, isHeldFrozen } from "../../src/store/held.ts";
import { data, vandalise } from "./held-arbitrary.ts";

describe("a held value", () => {
  test("is deep-equal to the original, for every reader, however the others treat theirs", () => {
    fc.assert(
      fc.property(fc.noShrink(fc.clone(data, 2)), ([given, untouched]) => {
        const held = hold(given);
        expect(held.value).toStrictEqual(untouched);
        vandalise(hand(held));
        expect(hand(held)).toStrictEqual(untouched);
        const writes = vandalise(given);
        expect(held.sharing === "copied" || writes === 0).toBe(true);
        expect(hand(held)).toStrictEqual(untouched);
      }),
      { numRuns: 1500 },
    );
  });

  test("that freezes whole is shared, not copied, and costs nothing to hold again", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        const held = hold(given);
        expect(held.sharing).toBe("frozen");
        expect(hand(held)).toBe(given);
        expect(hold(given).value).toBe(given);
        expect(isHeldFrozen(given)).toBe(typeof given === "object" && given !== null);
      }),
    );
  });

  test("keeps its cycles and its shared parts", () => {
    const shared = new Map([["ids", Float64Array.of(1)]]);
    const given: { self?: unknown; readonly parts: unknown[] } = { parts: [shared, shared] };
    given.self = given;
    const handed = hand(hold(given));
    expect(handed.self).toBe(handed);
    expect(handed.parts[0]).toBe(handed.parts[1]);
    expect(handed.parts[0]).not.toBe(shared);
  });

  test("may be nested 100,000 deep, frozen or copied", () => {
    const nest = (leaf: unknown): unknown => {
      let value = leaf;
      for (let depth = 0; depth < 100_000; depth++) value = depth % 2 === 0 ? [value] : { value };
      return value;
    };
    expect(hold(nest(1)).sharing).toBe("frozen");
    const copied = hand(hold(nest(Float64Array.of(1))));
    let inner: unknown = copied;
    while (typeof inner === "object" && inner !== null && !ArrayBuffer.isView(inner)) inner = Object.values(inner)[0];
    expect(inner).toEqual(Float64Array.of(1));
  });

  test("keeps the class of Buffers and of arrays, and what libraries hang on arrays by name", () => {
    class Frame extends Array<unknown> {}
    const rows = Object.assign([{ at: new Date(0) }], { columns: ["at"] });
    const given = { bytes: Buffer.from("abc"), frame: Frame.from([1, 2]), rows };
    const handed = hand(hold(given));
    expect(Buffer.isBuffer(handed.bytes)).toBe(true);
    expect(handed.bytes.buffer).not.toBe(given.bytes.buffer);
    expect(handed.frame).toBeInstanceOf(Frame);
    expect(handed.rows.columns).toEqual(["at"]);
  });

  test("leaves class instances and functions as they are", () => {
    class Model {
      weight = 1;
    }
    const model = new Model();
    const held = hold({ model, predict: () => 1, at: new Date(0) });
    expect(hand(held).model).toBe(model);
    expect(isHeldFrozen(hold({ model }).value)).toBe(false);
    model.weight = 2;
    expect(hand(held).model.weight).toBe(2);
  });
});

const thrower = (): never => {
  throw new Error("hostile");
};
const everyTrapThrows = (target: object): object =>
  new Proxy(target, {
    get: thrower,
    has: thrower,
    ownKeys: thrower,
    getPrototypeOf: thrower,
    getOwnPropertyDescriptor: thrower,
    preventExtensions: thrower,
    defineProperty: thrower,
    isExtensible: thrower,
  });
const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const detached = (): ArrayBuffer => {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
};
const onDetached = (): Uint8Array => {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
};

describe("a hostile value", () => {
  test.each<readonly [string, () => object]>([
    ["a revoked proxy of an object", () => revoked({})],
    ["a revoked proxy of an array", () => revoked([])],
    ["a proxy of an object whose traps throw", () => everyTrapThrows({})],
    ["a proxy of an array whose traps throw", () => everyTrapThrows([1])],
    ["a proxy that lists keys it has not", () => new Proxy({}, { ownKeys: () => ["ghost"] })],
    ["an object whose getter throws", () => Object.defineProperty({}, "a", { get: thrower, enumerable: true })],
    ["an array whose item throws", () => Object.defineProperty([1, 2], 0, { get: thrower, enumerable: true })],
    ["an impostor of a Map", () => Object.create(Map.prototype) as object],
    ["an impostor of a Set", () => Object.create(Set.prototype) as object],
    ["an impostor of a Date", () => Object.create(Date.prototype) as object],
    ["a detached ArrayBuffer", detached],
    ["a view of a detached ArrayBuffer", onDetached],
  ])("is held without an error, alone, among frozen and among copied data: %s", (_, hostile) => {
    for (const given of [hostile(), { hostile: hostile(), rows: [1] }, [hostile(), new Date(0)]]) {
      const held = hold(given);
      expect(() => hand(held)).not.toThrow();
    }
  });

  test("does not keep the honest members beside a throwing getter from being frozen", () => {
    const given = Object.defineProperty({ rows: [1] }, "hostile", { get: thrower, enumerable: true });
    hold(given);
    expect(Object.isFrozen(given.rows)).toBe(true);
  });

  test("keeps its getter when the data around it is copied", () => {
    let asked = 0;
    const given = {
      at: new Date(0),
      get now() {
        return ++asked;
      },
    };
    const handed = hand(hold(given));
    expect(handed.now).toBe(asked);
  });
});
