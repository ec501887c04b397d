import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { refusedNode } from "../../src/cli/required-node.ts";

describe("the Node it needs", () => {
  it.each(["v22.19.0", "v22.20.1", "v23.0.0", "v24.21.0", "v100.0.0"])("is %s too", (version) => {
    expect(refusedNode(version)).toBeUndefined();
  });

  it.each(["v22.18.0", "v20.20.2", "v18.0.0"])("is not %s, which is told so", (version) => {
    expect(refusedNode(version)).toContain(`Node ${version} is too old. It needs Node 22.19 or newer`);
  });

  it("is asked for before anything that an old one lacks is imported", () => {
    const old =
      "data:text/javascript,import module from 'node:module'; delete module.enableCompileCache; module.syncBuiltinESMExports();" +
      "Object.defineProperty(process, 'version', { value: 'v20.20.2' });";
    const start = resolve(import.meta.dirname, "../../src/cli/start.ts");
    const { status, stderr } = spawnSync(process.execPath, ["--import", old, start, "runs"], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 2, stderr: refusedNode("v20.20.2") });
  });
});
