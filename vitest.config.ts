import { availableParallelism } from "node:os";

import { configDefaults, defineConfig } from "vitest/config";

import LongestFirst from "./test/longest-first.ts";

/** Tests with a process of their own: they weigh its memory, or replace modules that others have loaded. */
const alone = [
  "test/executor/growth.test.ts",
  "test/executor/reuse/laws.test.ts",
  "test/store/value-codec/refusals.test.ts",
];

/** What every test file has, whichever process it runs in. */
const every = {
  setupFiles: ["test/fast-check-seed.ts"],
  // What hangs is told late, so that what is slow on a busy machine does not fail: it takes three times as long there.
  testTimeout: 90_000,
  // A second is short for a browser on a busy machine; what comes in time is waited for no longer.
  expect: { poll: { timeout: 10_000 } },
  // Laws make much garbage that is young: an exhaustive walk takes 76 s of processor time with this, 82 with the default.
  execArgv: ["--max-semi-space-size=64"],
};

export default defineConfig({
  test: {
    globalSetup: ["test/print-seed.ts", "test/compile-cache.ts", "test/browser/prepare.ts", "test/cli/prepare.ts"],
    reporters: ["verbose"],
    sequence: { sequencer: LongestFirst },
    // Tests that start processes wait more than they compute: two at once leave a quarter of two processors idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: [
      {
        test: {
          ...every,
          name: "shared",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...alone],
          // A process for each file spends half a second of processor time on loading effect and the library anew.
          isolate: false,
          // Of the compiler's 19 s of processor time for all files these need 6; `npm run check` looks at all.
          typecheck: { enabled: true, include: ["test/types/**/*.test-d.ts"], tsconfig: "test/types/tsconfig.json" },
        },
      },
      { test: { ...every, name: "alone", include: alone } },
    ],
  },
});
