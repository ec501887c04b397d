import type { JournalRecord } from "../../src/index.ts";
import type { ExecutionRecord } from "../../src/journal/record.ts";
import { planOf } from "../../src/workflow/plan.ts";

type Started = Extract<JournalRecord, { readonly type: "run.started" }>;

/**
 * Whether a journal is legal, by the rules as they are told in prose: a second opinion, written without the library's
 * fold, in objects and sets, for plans of any size a test can have.
 */
export const isLegal = (records: readonly JournalRecord[]): boolean => {
  const [first, ...rest] = records;
  if (first === undefined) return true;
  if (first.type !== "run.started" || !records.every(({ seq }, at) => seq === at + 1)) return false;
  const reader = new Reader(first);
  return rest.every((record) => reader.takes(record));
};

interface Execution {
  state: "NotStarted" | "InProgress" | "Completed" | "Failed";
  attempt: number;
  schemaAfter: string | null;
}

class Reader {
  readonly #header: Started;
  readonly #plan;
  readonly #executions: Execution[];
  readonly #experiments = new Map<number, "InProgress" | "Completed" | "Failed">();
  readonly #schemas = new Set<string>();
  #over = false;

  constructor(header: Started) {
    this.#header = header;
    this.#plan = planOf(header.modules);
    this.#executions = Array.from({ length: this.#plan.size.executions }, () => ({
      state: "NotStarted",
      attempt: 0,
      schemaAfter: null,
    }));
  }

  takes(record: JournalRecord): boolean {
    if (this.#over) return false;
    switch (record.type) {
      case "run.started":
        return false;
      case "run.resumed":
        return true;
      case "schema.recorded":
        return !this.#schemas.has(record.fingerprint) && Boolean(this.#schemas.add(record.fingerprint));
      case "experiment.started":
      case "experiment.completed":
      case "experiment.failed":
        return record.experiment < this.#plan.size.experiments && this.#takesExperiment(record);
      case "run.completed":
      case "run.failed":
        this.#over = true;
        return this.#takesEnd(record);
      case "module.started":
      case "module.retried":
      case "module.completed":
      case "module.failed":
      case "step.completed":
        return record.execution < this.#executions.length && this.#takesExecution(record);
    }
  }

  #path(experiment: number): readonly Execution[] {
    return this.#plan.experiment(experiment).executions.map((execution) => this.#at(execution));
  }

  #at(execution: number): Execution {
    return this.#executions[execution] as Execution;
  }

  #takesExperiment(record: Extract<JournalRecord, { readonly experiment: number }>): boolean {
    const { experiment } = record;
    const path = this.#path(experiment);
    const failed = path.some(({ state }) => state === "Failed");
    const state = this.#experiments.get(experiment);
    if (record.type === "experiment.started") {
      this.#experiments.set(experiment, "InProgress");
      return state === undefined && !failed;
    }
    if (state !== "InProgress") return false;
    const completed = path.at(-1)?.state === "Completed";
    if (record.type === "experiment.completed") {
      this.#experiments.set(experiment, "Completed");
      return completed;
    }
    this.#experiments.set(experiment, "Failed");
    if (record.reason === "module") return failed;
    return !failed && !completed && !path.some((each) => each.state === "InProgress");
  }

  #takesExecution(record: ExecutionRecord): boolean {
    const planned = this.#plan.execution(record.execution);
    const now = this.#at(record.execution);
    if (planned.moduleName !== record.moduleName || planned.experimentName !== record.experimentName) return false;
    const above = planned.parent === undefined ? undefined : this.#at(planned.parent);
    if (record.type !== "step.completed" && record.schemaBefore !== (above?.schemaAfter ?? null)) return false;
    if (record.type === "module.started") {
      const legal = now.state === "NotStarted" && (above === undefined || above.state === "Completed");
      now.state = "InProgress";
      now.attempt = 1;
      return legal && record.attempt === 1 && this.#experiments.get(planned.experiment) === "InProgress";
    }
    if (now.state !== "InProgress" || now.attempt !== record.attempt) return false;
    if (record.type === "module.retried") now.attempt++;
    if (record.type === "module.failed") now.state = "Failed";
    if (record.type === "module.completed") {
      now.state = "Completed";
      now.schemaAfter = record.schemaAfter;
      return record.schemaAfter === null || this.#schemas.has(record.schemaAfter);
    }
    return true;
  }

  #takesEnd(record: Extract<JournalRecord, { readonly type: "run.completed" | "run.failed" }>): boolean {
    const states = this.#executions.map(({ state }) => state);
    if (states.includes("InProgress") || [...this.#experiments.values()].includes("InProgress")) return false;
    const completed = states.every((state) => state === "Completed");
    if (record.type === "run.completed" || completed) return record.type === "run.completed" && completed;
    if (record.reason === "cancelled" || record.reason === "interrupted") return true;
    if (!states.includes("Failed")) return false;
    if (record.reason === "stopped") return this.#header.onFailure === "stop";
    return this.#executions.every(({ state }, at) => state !== "NotStarted" || this.#isBlocked(at));
  }

  #isBlocked(execution: number): boolean {
    const { parent } = this.#plan.execution(execution);
    return parent !== undefined && (this.#at(parent).state === "Failed" || this.#isBlocked(parent));
  }
}
