import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { likeness } from "../../src/journal/json-likeness.ts";
import { encodeError } from "../../src/journal/encoded-error.ts";
import { Redaction } from "../../src/journal/redaction.ts";
import { traces } from "../executor/secrets/search.ts";

const anySecret = fc
  .oneof(
    fc.string({ minLength: 6, unit: "grapheme" }),
    fc.string({ minLength: 6, unit: "binary" }),
    fc.base64String({ minLength: 6 }),
  )
  .filter((text) => text.trim() === text && text.isWellFormed());

/** The ways in which a text may hold a secret, made without the code under test. */
const written = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret),
  JSON.stringify({ [secret]: [secret] }),
  encodeURIComponent(secret),
  `https://me:${encodeURIComponent(secret)}@host/?${new URLSearchParams({ key: secret }).toString()}`,
  Buffer.from(secret).toString("hex"),
  Buffer.from(secret).toString("base64"),
  Buffer.from(`me:${secret}`).toString("base64"),
  Buffer.from(`user:${secret}:more`).toString("base64url"),
  JSON.stringify({ body: JSON.stringify({ key: secret }) }),
  encodeURIComponent(Buffer.from(`>?${secret}`).toString("base64")),
];

const found = (text: string, secret: string): readonly string[] =>
  Array.from(traces(secret))
    .filter(([, bytes]) => Buffer.from(text).includes(bytes))
    .map(([how]) => how);

describe("a redacted text", () => {
  test("holds no secret in any encoding, whatever stands around it", () => {
    fc.assert(
      fc.property(
        fc.array(anySecret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.nat(3), fc.nat(10)), { minLength: 1, maxLength: 8 }),
        (secrets, parts) => {
          // What is in the mark itself would be found in it.
          fc.pre(!secrets.some((secret) => "[secret]".includes(secret)));
          const text = parts
            .map(([noise, which, how]) => noise + written(secrets[which % secrets.length] ?? "")[how])
            .join(" ");
          const redacted = new Redaction(secrets).text(text);
          for (const secret of secrets) expect(found(redacted, secret)).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("is the very text when it held none", () => {
    fc.assert(
      fc.property(anySecret, fc.string({ unit: "grapheme", maxLength: 200 }), (secret, text) => {
        fc.pre(found(text, secret).length === 0);
        expect(new Redaction([secret]).text(text)).toBe(text);
      }),
    );
  });

  test("stays as it is when it is redacted again, whatever the secret", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("secret", "[secret]", "ecret]", "aaaaaa", "secret] [s"),
        fc.string(),
        (secret, around) => {
          const redaction = new Redaction([secret]);
          const once = redaction.text(`${around}${secret}${secret} ${around}`);
          expect(redaction.text(once)).toBe(once);
        },
      ),
    );
  });

  test("stays as it is where marks and what stands beside them are a secret again", () => {
    const redaction = new Redaction(["secret] [s"]);
    const once = redaction.text("[ssecret] [ssecret] [s [s");
    expect(redaction.text(once)).toBe(once);
  });

  test("has one mark for secrets that overlap", () => {
    expect(new Redaction(["abcdef", "defghi"]).text("<abcdefghi>")).toBe("<[secret]>");
  });

  test("keeps no bits of a secret beside it in base64", () => {
    const redaction = new Redaction(["hunter22"]);
    expect(redaction.text(`Basic ${Buffer.from("x:hunter22?").toString("base64")}.`)).toMatch(
      /^Basic .{1,2}\[secret\].{0,2}=*\.$/u,
    );
  });

  test("is looked through in linear time", () => {
    const redaction = new Redaction(["aaaaaa", "aaaaaaaaaaab"]);
    expect(redaction.text("a".repeat(300_000))).toBe("[secret]");
    expect(redaction.text("[secret]".repeat(50_000) + "aaaaaa").length).toBe(8 * 50_001);
  });
});

describe("what is recorded of a value", () => {
  const redaction = new Redaction(["hunter22", "48151623"]);

  test("is freed of secrets in names, texts, numbers and bytes", () => {
    const value = {
      "x hunter22": ["hunter22"],
      n: [48_151_623, 48_151_624],
      body: Buffer.from("<hunter22>"),
      at: new Date(0),
    };
    expect(likeness(value, 100, redaction)).toEqual({
      "x [secret]": ["[secret]"],
      n: ["[secret]", 48_151_624],
      body: "[secret]",
      at: "1970-01-01T00:00:00.000Z",
    });
  });

  test("holds no half of a secret at the cut", () => {
    for (let before = 16_384 - 9; before <= 16_384; before++) {
      const { message } = encodeError(new Error(`${"x".repeat(before)}hunter22 and more`), redaction);
      expect("[secret] and more").toContain(message.slice(before, -1));
    }
  });

  test("is the same object when there is nothing to hide", () => {
    const json = { a: [1, "b", { c: null }] };
    expect(redaction.json(json)).toBe(json);
    expect(redaction.record(json)).toBe(json);
  });

  test("is what it is without secrets", () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        expect(likeness(value, 100, new Redaction(["not in there at all"]))).toEqual(likeness(value, 100));
      }),
    );
  });
});

test("bytes are searched across the parts they are read in", () => {
  const redaction = new Redaction(["hunter22"]);
  const bytes = Buffer.alloc(2 ** 24 + 100);
  expect(redaction.holdsBytes(bytes)).toBe(false);
  bytes.write("hunter22", 2 ** 24 - 3);
  expect(redaction.holdsBytes(bytes)).toBe(true);
});
