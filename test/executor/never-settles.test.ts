import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a module that can never settle is interrupted when nothing is left to do, and the exit code says so", async () => {
  const script = fileURLToPath(new URL("fixtures/never-settles.ts", import.meta.url));
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    const child = execFile(process.execPath, [script], (_, out) => resolve({ code: child.exitCode, stdout: out }));
  });
  expect(JSON.parse(stdout)).toEqual({
    reason: "interrupted",
    states: ["Completed", "Failed", "NotStarted"],
    failures: ["interrupted"],
    exitCode: 1,
  });
  expect(code).toBe(1);
});
