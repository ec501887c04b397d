import { defineConfig } from "vitest/config";

import LongestFirst from "./test/longest-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/print-seed.ts", "test/compile-cache.ts", "test/browser/prepare.ts"],
    setupFiles: ["test/fast-check-seed.ts"],
    typecheck: { enabled: true, include: ["test/types/**/*.test-d.ts"] },
    reporters: ["verbose"],
    testTimeout: 30_000,
    // A second is short for a browser on a busy machine; what comes in time is waited for no longer.
    expect: { poll: { timeout: 10_000 } },
    sequence: { sequencer: LongestFirst },
    // Tests that start processes wait more than they compute.
    maxWorkers: "100%",
    // Laws make much garbage that is young: an exhaustive walk takes 76 s of processor time with this, 82 with the default.
    execArgv: ["--max-semi-space-size=64"],
  },
});
