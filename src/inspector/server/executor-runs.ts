import type { Executor } from "../../executor/executor.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { Status } from "../../status/status.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import type { ResultPreview, RunListItem } from "../protocol/api.ts";
import type { ActorLog } from "./actor-log.ts";
import { GrowingRun } from "./growing-run.ts";
import type { InspectedRuns, RunControl, RunFeed } from "./inspected-runs.ts";
import { previewResult } from "./preview-result.ts";

/** What an inspector needs of an executor, whatever its workflow is. */
export type InspectedExecutor = Pick<Executor<readonly [], never, never>, "observe" | "cancel" | "retry" | "redact"> & {
  readonly status: Status;
};

/** The runs that an executor has carried out, or carries out, since it is inspected. */
export class ExecutorRuns implements InspectedRuns {
  readonly #executor: InspectedExecutor;
  readonly #actors: ActorLog;
  readonly #feeds = new Map<string, ExecutorFeed>();
  #current: ExecutorFeed | undefined;
  /** Is told when the next run has begun. */
  #onStart: () => void = () => undefined;
  readonly #stop: () => void;

  constructor(executor: InspectedExecutor, actors: ActorLog) {
    this.#executor = executor;
    this.#actors = actors;
    const { status } = executor;
    // Whoever attaches to a run in progress has its records from the beginning, if they are kept.
    for (let seq = 1; seq <= status.seq; seq++) {
      const record = status.getRecord(seq);
      if (record === undefined) break;
      this.#take(record);
    }
    this.#stop = executor.observe((record) => this.#take(record));
  }

  list(): Promise<readonly RunListItem[]> {
    return Promise.resolve(Array.from(this.#feeds.values(), (feed) => feed.summary).toReversed());
  }

  open(runId: string): Promise<RunFeed | undefined> {
    return Promise.resolve(this.#feeds.get(runId));
  }

  readonly control: RunControl = {
    cancel: (runId) => {
      if (this.#current?.runId === runId) this.#executor.cancel("cancelled in the inspector");
      return Promise.resolve();
    },
    // Done when the new run has begun; how it ends is its own story, and recorded.
    retry: (runId) =>
      new Promise((resolve, reject) => {
        this.#onStart = resolve;
        this.#executor.retry(runId).then(() => resolve(), reject);
      }),
  };

  /** Hears of nothing more. */
  close(): void {
    this.#stop();
  }

  #take(record: JournalRecord): void {
    if (record.type === "run.started" || this.#current === undefined) {
      const { status } = this.#executor;
      // A resumed run is told from where it goes on.
      const first = record.type === "run.started" ? record : status.getRecord(1);
      if (first === undefined) return;
      this.#current = new ExecutorFeed(new GrowingRun(first), status, this.#executor, this.#actors);
      this.#feeds.set(this.#current.runId, this.#current);
      this.#onStart();
    }
    this.#current.take(record);
    this.#actors.seq = record.seq;
    if (this.#current.ended) this.#current = undefined;
  }
}

/**
 * A run of an executor. While nobody looks it only counts: the status keeps the records, and whoever looks first has them
 * all turned into columns then. To do that for each as it comes made an inspected run 1.05 to 1.1 times as dear.
 */
class ExecutorFeed implements RunFeed {
  readonly #growing: GrowingRun;
  readonly #status: Status;
  readonly #executor: InspectedExecutor;
  readonly #actors: ActorLog;
  #updatedAt = 0;
  #isOver = false;
  #watchers = 0;

  constructor(growing: GrowingRun, status: Status, executor: InspectedExecutor, actors: ActorLog) {
    this.#growing = growing;
    this.#status = status;
    this.#executor = executor;
    this.#actors = actors;
  }

  get run() {
    this.#catchUp(this.#status.seq);
    return this.#growing.run;
  }

  get runId(): string {
    return this.#growing.run.head.runId;
  }

  get ended(): boolean {
    return this.#isOver || this.#growing.ended;
  }

  get summary(): RunListItem {
    const { head, columns, length } = this.run;
    return {
      runId: head.runId,
      workflow: head.workflow,
      startedAt: columns.at[0] ?? 0,
      updatedAt: this.#updatedAt,
      state: this.#status.state,
      records: length,
      executions: this.#status.executionCounts,
      live: !this.ended,
    };
  }

  take(record: JournalRecord): void {
    this.#updatedAt = record.at;
    if (record.type === "run.completed" || record.type === "run.failed") this.#isOver = true;
    if (this.#watchers > 0 || !this.#status.keepsAllRecords) {
      this.#catchUp(record.seq - 1);
      this.#growing.append(record);
    }
  }

  onChange(listener: () => void): () => void {
    this.#catchUp(this.#status.seq);
    this.#watchers++;
    const forget = this.#growing.onChange(listener);
    return () => {
      if (forget()) this.#watchers--;
    };
  }

  #catchUp(to: number): void {
    for (let seq = this.#growing.run.length + 1; seq <= to; seq++) {
      const record = this.#status.getRecord(seq);
      if (record !== undefined) this.#growing.append(record);
    }
  }

  records(from: number, to: number): Promise<readonly JournalRecord[]> {
    const records: JournalRecord[] = [];
    for (let seq = from; seq <= Math.min(to, this.run.length); seq++) {
      const record = this.#status.getRecord(seq);
      if (record !== undefined) records.push(record);
    }
    return Promise.resolve(records);
  }

  schema(fingerprint: string) {
    return Promise.resolve(this.#status.getSchema(fingerprint));
  }

  result(execution: number): Promise<ResultPreview> {
    return Promise.resolve(
      previewResult(
        () => this.#status.getExecutionResult(experimentKey(this.#status.plan.execution(execution).path)),
        (text) => this.#executor.redact(text),
      ),
    );
  }

  actors() {
    return this.#actors.report;
  }
}
