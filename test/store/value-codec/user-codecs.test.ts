/** Codecs of users: at the root, inside, shared, and when they fail. */
import { expect, test } from "vitest";

import { ConfigError } from "../../../src/error.ts";
import { NotStorable, StoredValueError } from "../../../src/store-error.ts";
import { decodeValue } from "../../../src/store/value-codec/decode-value.ts";
import { encodeValue } from "../../../src/store/value-codec/encode-value.ts";
import type { ValueCodec } from "../../../src/store/value-codec/value-codec.ts";

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const money: ValueCodec<Money> = {
  id: "money",
  detect: (value) => value instanceof Money,
  encode: ({ cents }) => new TextEncoder().encode(String(cents)),
  decode: (bytes) => new Money(Number(new TextDecoder().decode(bytes))),
};
const options = { codecs: [money] };

test("at the root the bytes are the codec's", () => {
  const encoded = encodeValue(new Money(250), options);
  expect(encoded).toEqual({ codec: "money", bytes: new TextEncoder().encode("250") });
  expect(decodeValue(encoded, options)).toStrictEqual(new Money(250));
});

test("inside it stays shared", () => {
  const price = new Money(5);
  const value = { price, rows: [price, new Money(5)], ids: Float64Array.of(1) };
  const copy = decodeValue(encodeValue(value, options), options) as typeof value;
  expect(copy).toStrictEqual(value);
  expect(copy.rows[0]).toBe(copy.price);
  expect(copy.rows[1]).not.toBe(copy.price);
});

test("it is asked before anything else, also about plain data and what a Proxy is", () => {
  const even: ValueCodec<readonly unknown[]> = {
    id: "even",
    detect: (value): value is readonly unknown[] => Array.isArray(value) && value.length % 2 === 0,
    encode: () => Uint8Array.of(1),
    decode: () => ["decoded"],
  };
  expect(encodeValue({ a: [1] }, { codecs: [even] }).codec).toBe("json");
  expect(decodeValue(encodeValue({ a: [1, 2] }, { codecs: [even] }), { codecs: [even] })).toEqual({ a: ["decoded"] });
  expect(encodeValue(new Proxy(new Money(1), {}), options).codec).toBe("money");
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => encodeValue({ proxy }, options)).toThrow("$.proxy is a Proxy");
});

test("one that fails is named, with the path", () => {
  const broken = { ...money, encode: () => { throw new Error("no mint"); } }; // prettier-ignore
  expect(() => encodeValue([new Money(1)], { codecs: [broken] })).toThrow(
    "$[0] cannot be stored: the codec money failed (Error: no mint)",
  );
  const wrong = { ...money, encode: () => "text" as unknown as Uint8Array };
  expect(() => encodeValue(new Money(1), { codecs: [wrong] })).toThrow("$ cannot be stored: the codec money gave no");
  const deaf = { ...money, detect: (): never => { throw new Error("deaf"); } }; // prettier-ignore
  expect(() => encodeValue({ a: {} }, { codecs: [deaf as unknown as ValueCodec] })).toThrow(NotStorable);
});

test("one that is missing, or throws when it reads, is a typed error", () => {
  for (const value of [new Money(1), [new Money(1)]]) {
    const encoded = encodeValue(value, options);
    expect(() => decodeValue(encoded)).toThrow(StoredValueError);
    const broken = { ...money, decode: () => { throw new Error("no mint"); } }; // prettier-ignore
    expect(() => decodeValue(encoded, { codecs: [broken] })).toThrow("no mint");
  }
});

test.each(["json", "tagged", "bytes", "", "a b", "x".repeat(65)])("the id %j is refused", (id) => {
  expect(() => encodeValue(1, { codecs: [{ ...money, id }] })).toThrow(ConfigError);
  expect(() => decodeValue(encodeValue(1), { codecs: [{ ...money, id }] })).toThrow(ConfigError);
});

test("two codecs of one id are refused", () => {
  expect(() => encodeValue(1, { codecs: [money, { ...money }] })).toThrow("two codecs have this id");
});
