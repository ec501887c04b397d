import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { contentHash, defineWorkflow, encodeValue, Executor } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { leaks } from "./search.ts";
import { journalOf, newFolder } from "./secret-runs.ts";

describe("a module with reuse", () => {
  const run = async (token: string, path: string, runId: string) => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("M", {
        reuse: {
          dependsOn: (params) => ({ ...(params as object), file: new Uint8Array([1, 2]) }),
          version: "v hunter22",
        },
        run: () => 1,
      }),
      config: { M: { e: { token, path } } },
      store: sqliteStore(join(folder, "runs.db")),
      secrets: { values: ["hunter22"] },
      runId,
    });
    await executor.run();
    return executor.status.records.flatMap((record) => (record.type === "module.completed" ? [record] : []))[0];
  };
  const folder = newFolder();

  test("hashes nothing that a secret could be guessed from, and takes over its result with a renewed one", async () => {
    const first = await run("x", "a.csv", "r1");
    expect(first?.origin).toBe("executed");
    expect(first?.reuse?.key?.version).toBe("v [secret]");
    const text = JSON.stringify(first);
    for (const guess of ["x", { token: "x", path: "a.csv" }, { path: "a.csv", token: "x" }])
      expect(text).not.toContain(contentHash(encodeValue(guess)));
    expect((await run("renewed", "a.csv", "r2"))?.origin).toBe("reused");
    expect((await run("renewed", "b.csv", "r3"))?.origin).toBe("executed");
    expect(leaks(folder, ["hunter22", "renewed"])).toEqual([]);
  });

  test("that cannot say what it depends on does not say its secret", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("M", {
        reuse: { dependsOn: () => Promise.reject(new Error("401 for hunter22")) },
        run: () => 1,
      }),
      config: { M: { e: { apiKey: "hunter22" } } },
      store: sqliteStore(join(newFolder(), "runs.db")),
    });
    await executor.run();
    expect(journalOf(executor.status.records)).toContain("dependsOn failed: 401 for [secret]");
    expect(journalOf(executor.status.records)).not.toContain("hunter22");
  });
});
