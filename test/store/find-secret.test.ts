import * as Redacted from "effect/Redacted";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Redaction } from "../../src/journal/redaction.ts";
import { encodeValue } from "../../src/store/value-codec/encode-value.ts";
import { findSecret } from "../../src/store/find-secret.ts";
import type { ValueCodec } from "../../src/store/value-codec/value-codec.ts";
import { storable } from "./value-codec/value-arbitrary.ts";

const redaction = new Redaction(["hunter22", "48151623"]);
const says = "says hunter22";

describe("the path of the secret in a result", () => {
  test.each<readonly [string, unknown]>([
    ["$", says],
    ["$.headers.auth", { headers: { ok: 1, auth: says } }],
    ["$[1][0]", ["a", [says]]],
    ["$.pin", { pin: 48_151_623 }],
    ["$.pin", { pin: 48_151_623n }],
    ['$.get("x").y', new Map([["x", { y: says }]])],
    ["$.values()[1]", new Set(["a", says])],
    ["$.body", { body: Buffer.from(says) }],
    ["$.body", { body: new DataView(new TextEncoder().encode(says).buffer) }],
    ["$[0]", [new TextEncoder().encode(says).buffer]],
    ["$.error.message", { error: Object.assign(new Error(says), { stack: "" }) }],
    ["$.error.code", { error: Object.assign(new Error("no"), { code: says }) }],
    ["$.url", { url: new URL("https://x.org/?q=hunter22") }],
    ["$.pattern", { pattern: /hunter22/u }],
    ["$.boxed", { boxed: Object(says) as object }],
    ["$.token", { token: Redacted.make("anything") }],
    ["$.hidden", Object.defineProperty({}, "hidden", { value: says })],
  ])("%s", (path, value) => expect(findSecret(value, redaction)).toBe(path));

  test.each<readonly [string, unknown]>([
    ["$", { [says]: 1 }],
    ["$.rows[0]", { rows: [{ [says]: 1 }] }],
    ["$", new Map([[says, 1]])],
  ])("ends above a name that holds one: %s", (path, value) => expect(findSecret(value, redaction)).toBe(path));

  test("is found in what a codec writes of a class that shows nothing", () => {
    class Closed {
      readonly #text: string;
      constructor(text: string) {
        this.#text = text;
      }
      text(): string {
        return this.#text;
      }
    }
    const codec: ValueCodec<Closed> = {
      id: "closed",
      detect: (value) => value instanceof Closed,
      encode: (value) => new TextEncoder().encode(value.text()),
      decode: (bytes) => new Closed(new TextDecoder().decode(bytes)),
    };
    expect(findSecret({ a: [new Closed("a"), new Closed(says)] }, redaction, [codec])).toBe("$.a[1]");
    expect(findSecret({ a: [new Closed("a")] }, redaction, [codec])).toBeUndefined();
  });

  test("is that nearest to the root, and shows no secret", () => {
    expect(findSecret({ a: { b: { c: says } }, d: says }, redaction)).toBe("$.d");
  });

  test("is there exactly when the stored bytes hold it", () => {
    fc.assert(
      fc.property(storable, fc.boolean(), (value, withSecret) => {
        const whole = withSecret ? { value, hidden: [value, says] } : { value };
        const held = Buffer.from(encodeValue(whole).bytes).includes("hunter22");
        expect(held).toBe(withSecret);
        expect(findSecret(whole, redaction) !== undefined).toBe(withSecret);
      }),
    );
  });

  test("is nowhere in what cannot be read", () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    expect(findSecret({ hostile, revoked: revoked() }, redaction)).toBeUndefined();
  });

  test("is found at any depth, and in a circle", () => {
    let deep: unknown = says;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(findSecret(deep, redaction)).toMatch(/^\$\[0\].*\[0\]$/u);
    const circle: unknown[] = [];
    circle.push(circle);
    expect(findSecret(circle, redaction)).toBeUndefined();
  });
});

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
