import { join } from "node:path";

import * as Schema from "effect/Schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { contentHash, defineWorkflow, encodeValue, Executor, secret } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { fingerprintOf, newFolder } from "./secret-runs.ts";

describe("the fingerprint of params", () => {
  test("is the same for other secrets, and another for other params", () => {
    const params = (token: unknown, path = "a.csv"): object => ({ token, path, url: "postgres://me:hunter22@h/db" });
    const first = fingerprintOf(params(secret("hunter22")));
    expect(fingerprintOf(params(secret("a renewed one")))).toBe(first);
    expect(fingerprintOf(params("in plain text"))).toBe(first);
    expect(fingerprintOf(params("x"))).toBe(first);
    expect(fingerprintOf(params(4711))).toBe(first);
    expect(fingerprintOf({ ...params("x"), url: "postgres://me:pw@h/db" })).toBe(first);
    expect(fingerprintOf({ ...params("x"), url: "postgres://me:pw@h/other" })).not.toBe(first);
    expect(fingerprintOf(params("x", "b.csv"))).not.toBe(first);
  });

  test("is that of the params themselves when they hold none", () => {
    const params = { path: "a.csv", max_tokens: 5, pad_token: "<pad>", nested: new Map([["a", [1n, new Date(0)]]]) };
    expect(fingerprintOf(params)).toBe(contentHash(encodeValue(params)));
  });

  test("tells apart any two params but by their secrets", () => {
    // No parameter may be called __proto__.
    const json = fc
      .jsonValue({ maxDepth: 3 })
      .filter((value) => !/:\/\/|secret|canary|__proto__/u.test(JSON.stringify(value)));
    const token = fc.string().map((text) => `canary ${text}`);
    fc.assert(
      fc.property(json, json, token, token, (one, other, before, after) => {
        const first = fingerprintOf({ rest: one, token: before, list: [secret(before), one] });
        expect(fingerprintOf({ rest: one, token: after, list: [secret(after), one] })).toBe(first);
        const isSame = contentHash(encodeValue(one)) === contentHash(encodeValue(other));
        expect(fingerprintOf({ rest: other, token: after, list: [secret(after), other] }) === first).toBe(isSame);
      }),
    );
  });

  test("cannot be guessed from: it is made of none of the secrets, however short", () => {
    for (const token of ["x", "12", "hunter22"])
      for (const params of [{ token }, { same: token, token }, { deep: { secrets: [token] } }])
        expect(fingerprintOf(params)).not.toBe(contentHash(encodeValue(params)));
    expect(fingerprintOf({ token: "x", same: "x" })).toBe(fingerprintOf({ token: "y", same: "y" }));
  });

  test("leaves out what a params schema makes a secret, and what the options say", async () => {
    const folder = newFolder();
    const run = async (dsn: string, runId: string): Promise<unknown> => {
      const executor = new Executor({
        workflow: defineWorkflow("w").module("M", {
          params: Schema.Struct({ dsn: Schema.RedactedFromValue(Schema.String) }),
          run: () => 1,
        }),
        config: { M: { e: { dsn } } },
        store: sqliteStore(join(folder, "runs.db")),
        runId,
      });
      await executor.run();
      const [first] = executor.status.records;
      return first?.type === "run.started" && first.params;
    };
    expect(await run("x", "r1")).toEqual(await run("another one", "r2"));
    expect(fingerprintOf({ dsn: "x" }, { keys: ["dsn"] })).toBe(fingerprintOf({ dsn: "y" }, { keys: ["dsn"] }));
    expect(fingerprintOf({ token: "x" }, { plainKeys: ["token"] })).toBe(contentHash(encodeValue({ token: "x" })));
  });

  test("is none when bytes in them hold a secret, whatever else is in them", () => {
    expect(fingerprintOf({ token: "hunter22", body: new TextEncoder().encode("a hunter22") })).toBeNull();
    expect(fingerprintOf({ token: "hunter22", body: new TextEncoder().encode("a") })).not.toBeNull();
  });
});
