import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";

import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";

import { WorkerCrashed } from "./worker-crashed.ts";
import type { ExecutionScope } from "../executor/execution-scope.ts";
import { type EncodedError, encodeError } from "../journal/encoded-error.ts";
import type { Redaction } from "../journal/redaction.ts";
import type { ChangeHints } from "../schema/change-hints.ts";
import type { Tracked } from "../workflow/module.ts";
import { pack, unpack } from "./packed-value.ts";
import type {
  JobReport,
  PackedTracked,
  RunMessage,
  ThreadReport,
  ThreadRequest,
  ThreadStart,
  UpstreamAnswer,
  UpstreamQuestion,
} from "./thread-messages.ts";
import { packThrown, unpackThrown } from "./thrown-value.ts";
import { threadFlags } from "./thread-flags.ts";

/** How threads are started, and how they are ended. */
export interface ThreadOptions {
  readonly resourceLimits: WorkerLimits | undefined;
  readonly grace: Duration.Input;
  readonly redaction: Redaction | undefined;
}

/** What a thread may use of memory, as `node:worker_threads` has it. */
export type WorkerLimits = NonNullable<ConstructorParameters<typeof Worker>[1]>["resourceLimits"];

/** What the thread does now. */
interface Job {
  readonly number: number;
  readonly scope: ExecutionScope;
  readonly end: (ended: Effect.Effect<unknown, unknown>) => void;
}

// Beside this file, with the ending it has itself: built files are JavaScript.
const entry = new URL(import.meta.url.replace(/module-thread(?=\.[jt]s)/u, "worker-thread"));

/** A worker thread as the main thread sees it: it carries out one execution at a time. */
export class ModuleThread {
  readonly #worker: Worker;
  readonly #line: MessagePort;
  readonly #bell: SharedArrayBuffer;
  readonly #grace: Duration.Input;
  readonly #redaction: Redaction | undefined;
  readonly #exited: Promise<void>;
  readonly #isReady: Promise<void>;
  #jobs = 0;
  #job: Job | undefined;
  #fault: unknown;
  #isOver = false;
  #exitCode = 0;

  constructor({ resourceLimits, grace, redaction }: ThreadOptions) {
    const { port1, port2: line } = new MessageChannel();
    this.#line = port1;
    this.#bell = new SharedArrayBuffer(4);
    this.#grace = grace;
    this.#redaction = redaction;
    const workerData: ThreadStart = { secrets: redaction?.secrets() ?? [], line, bell: this.#bell };
    const flags = threadFlags(process.execArgv);
    this.#worker = new Worker(entry, {
      workerData,
      transferList: [line],
      name: "runstate",
      ...(flags && { execArgv: flags }),
      ...(resourceLimits && { resourceLimits }),
    });
    this.#line.on("message", (question: UpstreamQuestion) => this.#answer(question));
    this.#line.unref();
    const ready = Promise.withResolvers<void>();
    this.#isReady = ready.promise;
    this.#worker.on("message", (report: ThreadReport) =>
      report.type === "ready" ? ready.resolve() : this.#hear(report),
    );
    this.#worker.on("messageerror", (error) => this.#fail(error));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.#isOver = true;
        this.#line.close();
        this.#exitCode = code;
        this.#job?.end(this.#crash(this.#job.scope));
        ready.resolve();
        resolve();
      });
    });
  }

  /** Whether it is free, and can carry out another execution. */
  get isFree(): boolean {
    return !this.#isOver && this.#job === undefined;
  }

  /** Waits until it has started, or failed to: a thread that is over fails what it is asked for. */
  get ready(): Effect.Effect<void> {
    return Effect.promise(() => this.#isReady);
  }

  /** Carries out one execution; interrupted, it waits until the module has ended or the thread was ended for it. */
  run(file: URL, scope: ExecutionScope): Effect.Effect<unknown, unknown> {
    return Effect.callback((resume) => {
      if (this.#isOver) return resume(this.#crash(scope));
      const { signal } = scope.args;
      let ended: (() => void) | undefined;
      const abort = (): void => this.#abort(signal.reason);
      const job: Job = {
        number: ++this.#jobs,
        scope,
        end: (end) => {
          this.#job = undefined;
          signal.removeEventListener("abort", abort);
          this.#worker.unref();
          ended?.();
          resume(end);
        },
      };
      try {
        this.#worker.postMessage(messageOf(file, job));
      } catch (thrown) {
        return resume(Effect.fail(thrown));
      }
      this.#job = job;
      this.#worker.ref();
      signal.addEventListener("abort", abort, { once: true });
      const hasEnded = Effect.callback<void>((resumeEnd) => {
        if (this.#job === job) ended = () => resumeEnd(Effect.void);
        else resumeEnd(Effect.void);
      });
      return Effect.raceFirst(
        Effect.interruptible(hasEnded),
        Effect.interruptible(Effect.andThen(Effect.sleep(this.#grace), this.close)),
      );
    });
  }

  /** Ends the thread, whatever it does, and waits until it is gone. */
  get close(): Effect.Effect<void> {
    return Effect.promise(async () => {
      await this.#worker.terminate();
      await this.#exited;
    });
  }

  #abort(cause: unknown): void {
    if (this.#job === undefined) return;
    const request: ThreadRequest = { type: "abort", job: this.#job.number, cause: packThrown(cause, this.#redaction) };
    this.#worker.ref();
    this.#worker.postMessage(request);
  }

  #crash({ args }: ExecutionScope): Effect.Effect<never, WorkerCrashed> {
    return Effect.fail(crashOf(args.moduleName, this.#fault, this.#exitCode));
  }

  #hear(report: JobReport): void {
    const job = this.#job;
    // Something that an earlier module left behind.
    if (job?.number !== report.job) return;
    switch (report.type) {
      case "told":
        // What is said after the end of an attempt is not on record, whichever thread says it.
        if (job.scope.args.signal.aborted) return;
        if ("packedHints" in report.told) job.scope.hear({ hints: unpack(report.told.packedHints) as ChangeHints });
        else job.scope.hear(report.told);
        return;
      case "idle":
        // As a pending Promise does not keep a process alive, a thread that waits for nothing does not.
        this.#worker.unref();
        return;
      case "completed":
        job.end(Effect.sync(() => (report.result === "input" ? job.scope.args.input : tracked(report.result))));
        return;
      case "failed":
        job.end(Effect.fail(unpackThrown(report.thrown)));
        return;
    }
  }

  #answer({ job, moduleName }: UpstreamQuestion): void {
    try {
      if (this.#job?.number !== job) throw new Error(`upstream("${moduleName}"): the execution is over`);
      const found = this.#job.scope.args.upstream(moduleName);
      this.#line.postMessage({
        found: packTracked(found, `the result of ${moduleName}`),
      } satisfies UpstreamAnswer);
    } catch (thrown) {
      this.#line.postMessage({ thrown: packThrown(thrown, this.#redaction) } satisfies UpstreamAnswer);
    }
    const bell = new Int32Array(this.#bell);
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  }

  #fail(error: unknown): void {
    this.#fault ??= error;
    this.#isOver = true;
    if (this.#job === undefined) warnOfRest(encodeError(error, this.#redaction));
  }
}

/** What fails when no module runs fails no execution, and would be heard of by nobody. */
const warnOfRest = ({ name, message }: EncodedError): void => {
  const said = `runstate: a worker thread ended while no module ran in it, and is replaced: ${name}: ${message}`;
  Effect.runFork(Effect.logWarning(said));
};

const messageOf = (file: URL, { number, scope }: Job): RunMessage => {
  const { params, input, moduleName, experimentName, experimentKey, attempt, repeat } = scope.args;
  return {
    type: "run",
    job: number,
    file: file.href,
    params: pack(params, "params").packed,
    input: packTracked(input, "the input"),
    moduleName,
    experimentName,
    experimentKey,
    attempt,
    repeat,
  };
};

const packTracked = ({ data, schema }: Tracked<unknown>, subject: string): PackedTracked => ({
  data: pack(data, subject).packed,
  schema,
});

const tracked = ({ data, schema }: PackedTracked): Tracked<unknown> => ({ data: unpack(data), schema });

const crashOf = (moduleName: string, cause: unknown, code: number): WorkerCrashed => {
  const isFull = cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
  const detail = isFull
    ? "its memory is full. Give it more: workers(n, { resourceLimits: { maxOldGenerationSizeMb: … } })"
    : cause === undefined
      ? `process.exit(${code}) was called in it. Return or throw instead`
      : "an error was thrown in it where nobody catches it. Await what the module begins";
  return new WorkerCrashed({ moduleName, detail, cause });
};
