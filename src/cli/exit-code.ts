import * as Effect from "effect/Effect";

/** The exit codes of the command line; documented in `--help` and docs/cli.md. */
export const exitCodes = {
  completed: 0,
  failed: 1,
  usage: 2,
  output: 3,
  store: 4,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

/** The signals that cancel a run. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** Says how the process will end once everything is printed. */
export const setExitCode = (code: (typeof exitCodes)[keyof typeof exitCodes]): Effect.Effect<void> =>
  Effect.sync(() => {
    process.exitCode = code;
  });
