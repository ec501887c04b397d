import { format, inspect } from "node:util";

import * as Redacted from "effect/Redacted";
import * as Schema from "effect/Schema";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, secret } from "../../src/index.ts";

describe("secret()", () => {
  test("prints as nothing in every way of printing, and gives its text when asked", () => {
    const wrapped = secret("hunter22");
    const printed = [JSON.stringify({ wrapped }), inspect(wrapped), format("%s %o", wrapped, { wrapped })].join();
    expect(printed).toContain("<redacted>");
    expect(printed).not.toContain("hunter22");
    expect(Redacted.value(wrapped)).toBe("hunter22");
  });

  test.each(["", "abc", "  abc  ", "12345"])("refuses %j, which could not be found again", (text) => {
    expect(() => secret(text)).toThrow(RangeError);
    expect(() => secret(text)).toThrow(/^secret: a secret of \d characters cannot be kept out of texts\./u);
  });

  test("reaches a module through a schema and without one, from an object that holds it", async () => {
    const seen: unknown[] = [];
    const config = {
      Plain: { e: { deep: [{ token: secret("hunter22") }] } },
      Typed: { e: { token: secret("hunter33") } },
    };
    const workflow = defineWorkflow("w")
      .module("Plain", { run: ({ params }) => void seen.push(params["deep"]) })
      .module("Typed", {
        params: Schema.Struct({ token: Schema.Redacted(Schema.String) }),
        run: ({ params }) => void seen.push(Redacted.value(params.token)),
      });
    const executor = new Executor({ workflow, config });
    expect((await executor.run()).state).toBe("Completed");
    expect(seen).toEqual([config.Plain.e.deep, "hunter33"]);
    expect(Object.isFrozen(config.Plain.e.deep)).toBe(false);
  });
});
