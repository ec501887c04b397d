import type { ExecutionRecord, JournalRecord, ModuleStarted } from "../../journal/record.ts";
import { type Plan, planOf } from "../../workflow/plan.ts";
import { type Edit, type Fits, inserted, type Legal, type Mutation, reordered, replaced } from "./mutation.ts";

const is =
  (...types: readonly JournalRecord["type"][]): Fits =>
  ({ type }) =>
    types.includes(type);
const any: Fits = () => true;
const isNotLast: Fits = (_, place, records) => place < records.length - 1;
const ofModule = is("module.started", "module.retried", "module.completed", "module.failed");
const ofExecution = is("module.started", "module.retried", "module.completed", "module.failed", "step.completed");
const ofExperiment = is("experiment.started", "experiment.completed", "experiment.failed");
const isEnd = is("run.completed", "run.failed");

const same: Edit = (record) => record;
const first: Edit = (record, [start]) => start ?? record;
const saying =
  (members: object): Edit =>
  (record) => ({ ...record, ...members });
/** A record of the same time that is about nothing of the one beside it. */
const another =
  (members: object): Edit =>
  ({ at }) => ({ at, ...members });
/** A record about the same experiment. */
const ofTheSame =
  (members: object): Edit =>
  (record) => ({ at: record.at, experiment: "experiment" in record ? record.experiment : 0, ...members });

/** No schema has it: fingerprints are sha256. */
const unknownFingerprint = "0".repeat(64);
const error = { name: "Error", message: "none" };
const resumed = { type: "run.resumed", concurrency: 1 };
const runEnds = (reason: string) => ({ type: "run.failed", reason, durationMs: 1 });
const runCompletes = { type: "run.completed", durationMs: 1 };
const step = { type: "step.completed", step: "late", state: "Completed", durationMs: 1 };
const fails = { type: "module.failed", reason: "error", error, annotations: {}, durationMs: 1 };

const planIn = (records: Legal): Plan => {
  const [start] = records;
  return planOf(start?.type === "run.started" ? start.modules : []);
};

/** The first execution below another: its number is the next one, and it belongs to the same experiment. */
const startsBelow = (above: ExecutionRecord, records: Legal): object | undefined => {
  const plan = planIn(records);
  if (above.execution + 1 >= plan.size.executions) return undefined;
  const { parent, moduleName, experimentName } = plan.execution(above.execution + 1);
  return parent === above.execution
    ? {
        ...above,
        type: "module.started",
        execution: above.execution + 1,
        moduleName,
        experimentName,
        schemaBefore: null,
      }
    : undefined;
};

/** The start of the first execution that is an experiment's own, if the journal got that far. */
const firstStartOf = (experiment: number, records: Legal): ModuleStarted | undefined => {
  const plan = planIn(records);
  const own = plan.experiment(experiment).executions.find((at) => plan.execution(at).experiment === experiment);
  return records.find((record) => record.type === "module.started" && record.execution === own) as
    | ModuleStarted
    | undefined;
};

const startedWith = (records: Legal, onFailure: "continue" | "stop"): boolean =>
  records[0]?.type === "run.started" && records[0].onFailure === onFailure;

/** Whether an execution failed while another, with none above it that failed, never started. */
const failedWithWorkLeft = (records: Legal): boolean => {
  const plan = planIn(records);
  const started = new Set(records.flatMap((record) => (record.type === "module.started" ? [record.execution] : [])));
  const failed = new Set(records.flatMap((record) => (record.type === "module.failed" ? [record.execution] : [])));
  const isBlocked = (parent: number | undefined): boolean =>
    parent !== undefined && (failed.has(parent) || isBlocked(plan.execution(parent).parent));
  return (
    failed.size > 0 &&
    Iterator.from(plan.executions()).some(({ index, parent }) => !started.has(index) && !isBlocked(parent))
  );
};

/** Every way a journal is broken on purpose. Each is illegal by what it does, whatever else the journal holds. */
export const mutations: readonly [Mutation, ...Mutation[]] = [
  inserted("a record comes before the start of the run", "before", (_, place) => place === 0, another(resumed)),
  reordered("a record is missing", isNotLast, (at) => ({ places: [], instead: 1, wrongPlace: at })),
  reordered("a record stands twice", any, (at) => ({ places: [at, at], instead: 1, wrongPlace: at + 1 })),
  reordered("two records have changed places", isNotLast, (at) => ({
    places: [at + 1, at],
    instead: 2,
    wrongPlace: at,
  })),
  inserted("the run starts twice", "after", any, first),
  inserted("a record comes after the end of the run", "after", isEnd, another(resumed)),
  inserted("the run ends twice", "after", isEnd, same),
  inserted("the run completes before anything ran", "after", is("run.started"), another(runCompletes)),
  inserted("the run fails, and nothing failed", "after", is("run.started"), another(runEnds("error"))),
  inserted(
    "the run is stopped, and nothing failed",
    "after",
    ({ type }, _, records) => type === "run.started" && startedWith(records, "stop"),
    another(runEnds("stopped")),
  ),
  replaced(
    "the run is stopped, and does not stop at failures",
    (record, _, records) =>
      record.type === "run.failed" && record.reason === "error" && startedWith(records, "continue"),
    saying({ reason: "stopped" }),
  ),
  replaced(
    "the run fails with work left that nothing stopped",
    (record, _, records) => record.type === "run.failed" && failedWithWorkLeft(records),
    saying({ reason: "error" }),
  ),
  inserted("the run completes while an execution is in progress", "after", is("module.started"), another(runCompletes)),
  inserted(
    "the run is cancelled while an experiment is in progress",
    "after",
    is("experiment.started"),
    another(runEnds("cancelled")),
  ),
  replaced("the run completes, and not everything did", is("run.failed"), another(runCompletes)),
  replaced("the run fails, and everything completed", is("run.completed"), another(runEnds("cancelled"))),
  inserted("an experiment starts twice", "after", is("experiment.started"), same),
  inserted(
    "an experiment completes before its last module",
    "after",
    is("experiment.started"),
    ofTheSame({ type: "experiment.completed" }),
  ),
  inserted(
    "an experiment fails, and none of its modules did",
    "after",
    is("experiment.started"),
    ofTheSame({ type: "experiment.failed", reason: "module" }),
  ),
  inserted("an experiment completes twice", "after", is("experiment.completed"), same),
  inserted(
    "an experiment fails that completed",
    "after",
    is("experiment.completed"),
    ofTheSame({ type: "experiment.failed", reason: "cancelled" }),
  ),
  replaced("an experiment is not in the plan", ofExperiment, saying({ experiment: 1_000_000 })),
  inserted(
    "an execution starts outside its experiment",
    "before",
    (record, _, records) =>
      record.type === "experiment.started" && firstStartOf(record.experiment, records) !== undefined,
    (record, records) => firstStartOf("experiment" in record ? record.experiment : 0, records) ?? record,
  ),
  inserted(
    "an execution starts before the one above it completed",
    "after",
    (record, _, records) => record.type === "module.started" && startsBelow(record, records) !== undefined,
    (record, records) => (record.type === "module.started" ? startsBelow(record, records) : undefined) ?? record,
  ),
  inserted("an execution starts twice", "after", is("module.started"), same),
  inserted(
    "an execution starts after it completed",
    "after",
    is("module.completed"),
    saying({ type: "module.started", attempt: 1 }),
  ),
  inserted("an execution ends before it starts", "before", is("module.started"), saying(fails)),
  inserted("an execution completes twice", "after", is("module.completed"), same),
  inserted("an execution fails twice", "after", is("module.failed"), same),
  inserted(
    "an execution is retried after it failed",
    "after",
    is("module.failed"),
    saying({ type: "module.retried", error, delayMs: 0 }),
  ),
  inserted("a step ends of an execution that is over", "after", is("module.completed", "module.failed"), saying(step)),
  replaced("an execution starts with its second attempt", is("module.started"), saying({ attempt: 2 })),
  replaced("an execution is at another attempt", ofExecution, (record) => ({
    ...record,
    attempt: "attempt" in record ? record.attempt + 1 : 1,
  })),
  replaced("an execution is of another module", ofExecution, saying({ moduleName: "no module" })),
  replaced("an execution is of another experiment", ofExecution, saying({ experimentName: "no experiment" })),
  replaced("an execution is not in the plan", ofExecution, saying({ execution: 1_000_000 })),
  replaced("the input has a schema that nothing put out", ofModule, saying({ schemaBefore: unknownFingerprint })),
  replaced(
    "the output has a schema that was not recorded",
    is("module.completed"),
    saying({ schemaAfter: unknownFingerprint }),
  ),
  inserted("a schema is recorded twice", "after", is("schema.recorded"), same),
];
