/** What runs in each worker thread: it carries out one execution after the other, as it is asked. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";

import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

import type { AttemptEndReason } from "../executor/attempt-module.ts";
import { Cancellation } from "../executor/cancellation.ts";
import { describeResult } from "../executor/describe-result.ts";
import { ExecutionScope, type Told } from "../executor/execution-scope.ts";
import { Redaction } from "../journal/redaction.ts";
import { decodeSchema } from "../schema/decode-schema.ts";
import { freezeOwn } from "../store/held.ts";
import { runFile } from "../workflow/from-file.ts";
import type { Tracked } from "../workflow/module.ts";
import { pack, unpack } from "./packed-value.ts";
import type {
  PackedTracked,
  RunMessage,
  ThreadReport,
  ThreadRequest,
  ThreadStart,
  ToldMessage,
  UpstreamAnswer,
  UpstreamQuestion,
} from "./thread-messages.ts";
import { packThrown, unpackThrown } from "./thrown-value.ts";

const startedWith = workerData as ThreadStart;
const bell = new Int32Array(startedWith.bell);
const redaction = startedWith.secrets.length === 0 ? undefined : new Redaction(startedWith.secrets);
const clock = Effect.runSync(Clock.clockWith((found) => Effect.succeed(found)));

/** The execution that is carried out now. */
let current: { readonly job: number; readonly cancellation: Cancellation<AttemptEndReason> } | undefined;

const nothing = (): void => undefined;

const begin = (main: MessagePort): void => {
  main.on("message", (request: ThreadRequest) => {
    if (request.type === "run") void carryOut(main, request);
    else if (request.job === current?.job) {
      // Now it can be idle again: whatever wakes it.
      main.unref();
      current.cancellation.cancel({ reason: "cancelled", cause: unpackThrown(request.cause) });
    }
  });
  process.on("beforeExit", () => {
    if (current === undefined) return;
    main.postMessage({ type: "idle", job: current.job } satisfies ThreadReport);
    main.ref();
  });
};

const carryOut = async (main: MessagePort, request: RunMessage): Promise<void> => {
  const { job } = request;
  const report = (said: ThreadReport, memory: readonly ArrayBuffer[] = []): void => main.postMessage(said, [...memory]);
  const cancellation = new Cancellation<AttemptEndReason>();
  current = { job, cancellation };
  // While a module runs, only what it waits for itself keeps the thread alive: so it is found when that is nothing.
  main.unref();
  try {
    const input = receive(request.input);
    const { experimentKey, moduleName, experimentName, attempt, repeat } = request;
    const given = { value: freezeOwn(unpack(request.params)), sharing: "frozen", repeat } as const;
    const scope = new ExecutionScope(
      { experimentKey, moduleName, experimentName, attempt, given, input },
      {
        clock,
        redaction,
        upstream: (_, name) => askUpstream({ job, moduleName: name }),
        onTold: (told) => report({ type: "told", job, told: messageOf(told) }),
      },
      { cancellation, timeOut: nothing, release: nothing },
    );
    const returned = await runFile(request.file, scope.args).finally(() => scope.close());
    const tracked = describeResult(returned, input);
    if (tracked === input) report({ type: "completed", job, result: "input" });
    else give(tracked, job, report);
  } catch (thrown) {
    report({ type: "failed", job, thrown: packThrown(thrown, redaction) });
  }
  current = undefined;
  main.ref();
};

/** Gives a result away, with its memory. */
const give = (
  { data, schema }: Tracked<unknown>,
  job: number,
  report: (said: ThreadReport, memory?: readonly ArrayBuffer[]) => void,
): void => {
  const { packed, memory } = pack(data, "the result");
  const completed: ThreadReport = { type: "completed", job, result: { data: packed, schema } };
  try {
    report(completed, memory);
  } catch {
    // There is memory that cannot be given away, and does not say so before: that of WebAssembly. It is copied.
    report(completed);
  }
};

const receive = ({ data, schema }: PackedTracked): Tracked<unknown> =>
  Object.freeze({ data: freezeOwn(unpack(data)), schema: schema === null ? null : decodeSchema(schema) });

const messageOf = (told: Told): ToldMessage =>
  "hints" in told ? { packedHints: pack(told.hints, "declare").packed } : told;

/** Asks the main thread for a result and waits, for `upstream` gives it at once. */
const askUpstream = (question: UpstreamQuestion): Tracked<unknown> => {
  const rung = Atomics.load(bell, 0);
  startedWith.line.postMessage(question);
  for (;;) {
    Atomics.wait(bell, 0, rung);
    const answered = receiveMessageOnPort(startedWith.line);
    if (answered === undefined) continue;
    const message = answered.message as UpstreamAnswer;
    if ("thrown" in message) throw unpackThrown(message.thrown);
    return receive(message.found);
  }
};

if (parentPort === null) throw new Error("this file is run by workers(n), in a thread of its own");
begin(parentPort);
parentPort.postMessage({ type: "ready" } satisfies ThreadReport);
