import * as NodeServices from "@effect/platform-node/NodeServices";
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { CliConfig, CliOutput, Command, GlobalFlag } from "effect/cli";

import { changesCommand } from "./changes-command.ts";
import { compareCommand } from "./compare-command.ts";
import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { exportCommand } from "./export-command.ts";
import { forkCommand } from "./fork-command.ts";
import { gcCommand } from "./gc-command.ts";
import { packageVersion } from "../inspector/server/package-version.ts";
import { inspectCommand } from "./inspect-command.ts";
import type { OutputError } from "./output-error.ts";
import { flushed, ignoreBrokenPipes, print, printMessage } from "./print.ts";
import { printHelp } from "./print-help.ts";
import { refusedInvocation } from "./refused-invocation.ts";
import { resumeCommand } from "./resume-command.ts";
import { retryCommand } from "./retry-command.ts";
import { runCommand } from "./run-command.ts";
import { runsCommand } from "./runs-command.ts";
import { showCommand } from "./show-command.ts";
import { snapshotsCommand } from "./snapshots-command.ts";
import { statusCommand } from "./status-command.ts";
import { timingCommand } from "./timing-command.ts";
import { verifyCommand } from "./verify-command.ts";

const runstate = Command.make("runstate").pipe(
  Command.withDescription("Know what ran, what failed, what changed and how long it took."),
  Command.withSubcommands([
    runCommand,
    resumeCommand,
    retryCommand,
    forkCommand,
    runsCommand,
    statusCommand,
    showCommand,
    timingCommand,
    changesCommand,
    snapshotsCommand,
    compareCommand,
    inspectCommand,
    verifyCommand,
    exportCommand,
    gcCommand,
  ]),
);

/** Errors go to stderr and are short: stdout may be read by a program. */
const presenter: CliOutput.Presenter = {
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? complain(
          [
            ...event.errors.map((error) => refusedInvocation(error, event.commandPath)),
            `See: ${event.commandPath.join(" ")} --help`,
          ].join("\n"),
        )
      : Effect.catchTag(
          event._tag === "Help" ? printHelp(event.helpDoc) : print(`${event.name} v${event.version}\n`),
          "OutputError",
          notWritten,
        ),
};

const complain = (message: string): Effect.Effect<void> => printMessage(complaint(message));

const notWritten = ({ message }: OutputError): Effect.Effect<void> =>
  Effect.andThen(complain(`${message} ${printAgain}`), setExitCode(exitCodes.output));

/** Commands that only print can be given once more; those that run something say for themselves what to do. */
const printAgain = "What is there is not whole. Make room, and run the command again.";

const program = Command.runWith(runstate, { version: packageVersion() })(process.argv.slice(2)).pipe(
  Effect.catchTags({
    // Help that was written leaves the exit code as it is: one that was not has set it.
    ShowHelp: ({ errors }) => (errors.length === 0 ? Effect.void : setExitCode(exitCodes.usage)),
    UsageError: ({ message }) => Effect.andThen(complain(message), setExitCode(exitCodes.usage)),
    ConfigError: ({ message }) => Effect.andThen(complain(message), setExitCode(exitCodes.usage)),
    StatusError: ({ message }) => Effect.andThen(complain(message), setExitCode(exitCodes.usage)),
    OutputError: notWritten,
    StoreLocked: ({ message }) => Effect.andThen(complain(message), setExitCode(exitCodes.usage)),
    StoreError: ({ message, reason }) =>
      Effect.andThen(
        complain(message),
        setExitCode(reason === "unknown-run" || reason === "removed" ? exitCodes.usage : exitCodes.store),
      ),
  }),
  Effect.catchCause((cause) => Effect.andThen(complain(Cause.pretty(cause)), setExitCode(exitCodes.failed))),
  Effect.provide(
    Layer.mergeAll(
      NodeServices.layer,
      CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions] }),
      CliOutput.layerPresenter(presenter),
    ),
  ),
);

ignoreBrokenPipes();
// Not Effect's runMain: its timer keeps the process alive, and a module that can never settle would wait for ever
// instead of being found out. Whatever is still on its way to a pipe is waited for; exiting then drops what a cancelled module may have left behind: timers, sockets.
void Effect.runPromise(Effect.andThen(program, flushed)).then(() => process.exit());
