/** The bytes of version 1. What was stored once must be readable for ever: a change here is a new version. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";

import { contentHash } from "../../../src/store/value-codec/content-hash.ts";
import { decodeValue } from "../../../src/store/value-codec/decode-value.ts";
import { encodeValue } from "../../../src/store/value-codec/encode-value.ts";
import { difference } from "./same-value.ts";

const failure = Object.assign(new RangeError("no"), { code: 7 });
Object.defineProperty(failure, "stack", { value: "RangeError: no", enumerable: false });
const circle: Record<string, unknown> = { a: 1 };
circle["self"] = circle;

const golden: readonly (readonly [string, unknown, codec: string, text: string])[] = [
  ["JSON", { b: [1, "\ud800é"], a: null }, "json", String.raw`{"b":[1,"\ud800é"],"a":null}`],
  ["bytes", Uint8Array.of(104, 105), "bytes", "hi"],
  ["constants", [undefined, Number.NaN, Infinity, -Infinity, -0], "tagged", '[[],[0],[["list",[[-1],[-2],[-3],[-4],[-5]]]]]'],
  ["BigInts", [255n, -16n, 0n], "tagged", '[[],[0],[["list",[["ff"],["-10"],["0"]]]]]'],
  ["a circle", circle, "tagged", '[[],[0],[{"a":1,"self":[0]}]]'],
  ["a sparse list with a name", Object.assign(Array(2), { 1: "x", n: 1 }), "tagged", '[[],[0],[["sparse",2,{"1":"x","n":1}]]]'],
  ["no prototype", Object.create(null), "tagged", '[[],[0],[["null",{}]]]'],
  ["collections", [new Map([[1, new Set(["x"])]])], "tagged", '[[],[0],[["list",[[1]]],["Map",[1,[2]]],["Set",["x"]]]]'],
  ["Dates", [new Date(5), new Date(Number.NaN)], "tagged", '[[],[0],[["list",[[1],[2]]],["Date",5],["Date",null]]]'],
  ["a RegExp", /a\/b/giu, "tagged", String.raw`[[],[0],[["RegExp","a\\/b","giu",0]]]`],
  ["a URL", new URL("http://a.b"), "tagged", '[[],[0],[["URL","http://a.b/"]]]'],
  ["a boxed string", Object("x"), "tagged", '[[],[0],[["Object","x"]]]'],
  ["an error", failure, "tagged", '[[],[0],[["Error","RangeError",{"stack":"RangeError: no","message":"no"},{"code":7}]]]'],
  ["a Buffer", Buffer.from("hi"), "tagged", '[[2],[0],[["Buffer",0,0,2]]]hi'],
  ["memory and a view of it", [Uint8Array.of(104, 105).buffer].flatMap((it) => [it, new Uint8Array(it, 1)]), "tagged", '[[2],[0],[["list",[[1],[2]]],["ArrayBuffer",0],["Uint8Array",0,1,1]]]hi'],
]; // prettier-ignore

const bytesOf = (codec: string, text: string): Uint8Array => {
  const content = Buffer.from(text);
  if (codec !== "tagged") return Uint8Array.from(content);
  const end = text.lastIndexOf("]") + 1;
  return Uint8Array.from([...Buffer.from("RSV1"), Buffer.byteLength(text.slice(0, end)), 0, 0, 0, ...content]);
};

test.each(golden)("%s", (_, value, codec, text) => {
  const bytes = bytesOf(codec, text);
  expect(encodeValue(value)).toEqual({ codec, bytes });
  expect(difference(decodeValue({ codec, bytes }), value)).toBeUndefined();
});

test("the hash is over the codec's name and the bytes", () => {
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  expect(contentHash(encodeValue([1, 2]))).toBe(sha256("json\0[1,2]"));
  expect(contentHash(encodeValue(Uint8Array.of(104, 105)))).toBe(sha256("bytes\0hi"));
});
