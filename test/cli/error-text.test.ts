import { describe, expect, it } from "vitest";

import { errorText } from "../../src/cli/error-text.ts";
import { groupFailures } from "../../src/cli/failure-groups.ts";
import { defineWorkflow, Executor } from "../../src/index.ts";

describe("an object that was thrown and is no Error", () => {
  it("is told by what it holds, as a cause too", async () => {
    const workflow = defineWorkflow("objects").module("Model", {
      run: ({ experimentName }) => {
        if (experimentName === "bare") throw { status: 503 };
        throw new Error("too many requests", { cause: { status: 429 } });
      },
    });
    const executor = new Executor({ workflow, config: { Model: { bare: {}, caused: {} } } });
    await executor.run();
    const [bare, caused] = groupFailures(executor.status);
    expect(bare).toMatchObject({ name: "object", message: '{"status":503}' });
    expect(caused).toMatchObject({ message: "too many requests", causes: ['object: {"status":429}'] });
  });

  it("keeps a message of its own", () => {
    expect(errorText({ name: "Error", message: "no file", data: { code: "ENOENT" } })).toBe("Error: no file");
    expect(errorText({ name: "Error", message: "[object Object]" })).toBe("Error: [object Object]");
  });
});
