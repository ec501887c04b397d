import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { hideUrlPasswords, urlPasswords } from "../../src/workflow/url-password.ts";

describe("the password of a URL", () => {
  test("is found wherever the URL stands, as written and decoded", () => {
    expect(urlPasswords("see postgres://me:pa%2Fss@host/db, not http://host:80/a:b@c")).toEqual(["pa%2Fss", "pa/ss"]);
    expect(urlPasswords("amqp://:only-this@host and s3+https://a.b:100%@h")).toEqual([
      "only-this",
      "only-this",
      "100%",
      "100%",
    ]);
  });

  test.each(["https://example.org", "https://me@example.org/a:b@c", "a:b@c", "mailto:me@x", "https://host:443/@x"])(
    "is not in %s",
    (text) => {
      expect(urlPasswords(text)).toEqual([]);
      expect(hideUrlPasswords(text)).toBe(text);
    },
  );

  test("is gone from any URL, and the rest of it stays", () => {
    fc.assert(
      fc.property(
        fc.webAuthority(),
        fc.webPath(),
        fc.stringMatching(/^[\w%.:!-]{1,20}$/u),
        (authority, path, password) => {
          fc.pre(!authority.includes("@"));
          expect(hideUrlPasswords(`https://me:${password}@${authority}${path}`)).toBe(
            `https://me:[secret]@${authority}${path}`,
          );
        },
      ),
    );
  });

  test("is looked for in linear time", () => {
    const hostile = [
      "a://b:".repeat(100_000),
      `a://b:${"c".repeat(500_000)}`,
      "a://".repeat(100_000) + ":".repeat(100_000),
    ];
    expect(hostile.map(hideUrlPasswords)).toEqual(hostile);
  });
});
