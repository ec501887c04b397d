import type { JournalRecord, ModuleStarted } from "../../journal/record.ts";

/** A record as plain data, which may be anything after a mutation. */
export type LooseRecord = Readonly<Record<string, unknown>>;

/** A change of a legal journal that makes it illegal, wherever it is made. */
export interface Mutation {
  /** What is wrong with the journal afterwards. */
  readonly wrong: string;
  /** Whether it can be made at this record. */
  readonly fits: (record: JournalRecord, place: number, records: readonly JournalRecord[]) => boolean;
  /** The journal with the change, and the number of the first record that is wrong. */
  readonly at: (
    records: readonly LooseRecord[],
    place: number,
  ) => { readonly records: readonly LooseRecord[]; readonly seq: number };
}

type Fits = Mutation["fits"];
type Edit = (record: LooseRecord) => LooseRecord;

/** Puts a record of its own making in front of one that fits, or behind it, and numbers all anew. */
const inserted = (wrong: string, where: "before" | "after", fits: Fits, edit: Edit): Mutation => ({
  wrong,
  fits,
  at: (records, place) => {
    const to = where === "before" ? place : place + 1;
    return { records: numbered(records.toSpliced(to, 0, edit(records[place] ?? {}))), seq: to + 1 };
  },
});

/** Lets a record that fits say something else. */
const replaced = (wrong: string, fits: Fits, edit: Edit): Mutation => ({
  wrong,
  fits,
  at: (records, place) => ({ records: numbered(records.with(place, edit(records[place] ?? {}))), seq: place + 1 }),
});

const numbered = (records: readonly LooseRecord[]): readonly LooseRecord[] =>
  Array.from(records, (record, place) => ({ ...record, seq: place + 1 }));

const is =
  (...types: readonly JournalRecord["type"][]): Fits =>
  ({ type }) =>
    types.includes(type);
const any: Fits = () => true;
const isNotLast: Fits = (_, place, records) => place < records.length - 1;
const ofModule = is("module.started", "module.retried", "module.completed", "module.failed");
const ofExecution: Fits = (record, ...rest) => ofModule(record, ...rest) || record.type === "step.completed";
const ofExperiment = is("experiment.started", "experiment.completed", "experiment.failed");
const isEnd = is("run.completed", "run.failed");

const same: Edit = (record) => record;
const saying =
  (members: LooseRecord): Edit =>
  (record) => ({ ...record, ...members });
/** A new record of the same time. */
const another =
  (members: LooseRecord): Edit =>
  ({ at }) => ({ at, ...members });
/** A record of the same experiment. */
const ofTheSame =
  (members: LooseRecord): Edit =>
  ({ at, experiment }) => ({ at, experiment, ...members });

/** No schema has it: fingerprints are sha256. */
const unknownFingerprint = "0".repeat(64);
const error = { name: "Error", message: "none" };

/** The first execution below another one, which has the number after it; undefined for one of the last module. */
const firstBelow = (
  { execution, moduleName }: ModuleStarted,
  first: JournalRecord | undefined,
): LooseRecord | undefined => {
  if (first?.type !== "run.started") return undefined;
  const below = first.modules[first.modules.findIndex((module) => module.moduleName === moduleName) + 1];
  return below && { execution: execution + 1, moduleName: below.moduleName, experimentName: below.experiments[0] };
};

/** Every way a journal is broken on purpose. Each is illegal by what it does, whatever else the journal holds. */
export const mutations: readonly [Mutation, ...Mutation[]] = [
  inserted(
    "a record comes before the start of the run",
    "before",
    (_, place) => place === 0,
    another({ type: "run.resumed", concurrency: 1 }),
  ),
  {
    wrong: "a record is missing",
    fits: isNotLast,
    at: (records, place) => ({ records: records.toSpliced(place, 1), seq: place + 2 }),
  },
  {
    wrong: "a record stands twice",
    fits: any,
    at: (records, place) => ({ records: records.toSpliced(place, 0, records[place] ?? {}), seq: place + 1 }),
  },
  {
    wrong: "two records have changed places",
    fits: isNotLast,
    at: (records, place) => ({
      records: records.toSpliced(place, 2, records[place + 1] ?? {}, records[place] ?? {}),
      seq: place + 2,
    }),
  },
  {
    wrong: "the run starts twice",
    fits: any,
    at: (records, place) => ({ records: numbered(records.toSpliced(place + 1, 0, records[0] ?? {})), seq: place + 2 }),
  },
  inserted("a record comes after the end of the run", "after", isEnd, another({ type: "run.resumed", concurrency: 1 })),
  inserted("a run completes twice, or fails twice", "after", isEnd, same),
  inserted(
    "the run completes before anything ran",
    "after",
    is("run.started"),
    another({ type: "run.completed", durationMs: 1 }),
  ),
  inserted(
    "the run fails, and nothing failed",
    "after",
    is("run.started"),
    another({ type: "run.failed", reason: "error", durationMs: 1 }),
  ),
  inserted(
    "the run completes while an execution is in progress",
    "after",
    is("module.started"),
    another({ type: "run.completed", durationMs: 1 }),
  ),
  inserted(
    "the run is cancelled while an experiment is in progress",
    "after",
    is("experiment.started"),
    another({ type: "run.failed", reason: "cancelled", durationMs: 1 }),
  ),
  replaced("the run completes, and not everything did", is("run.failed"), ({ at }) => ({
    at,
    type: "run.completed",
    durationMs: 1,
  })),
  replaced(
    "the run fails, and everything completed",
    is("run.completed"),
    saying({ type: "run.failed", reason: "cancelled" }),
  ),
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
  inserted("an execution starts twice", "after", is("module.started"), same),
  inserted(
    "an execution starts after it completed",
    "after",
    is("module.completed"),
    saying({ type: "module.started", attempt: 1 }),
  ),
  {
    wrong: "an execution starts before the one above it completed",
    fits: (record, _, records) => record.type === "module.started" && firstBelow(record, records[0]) !== undefined,
    at: (records, place) => {
      const [first, record] = [records[0], records[place]] as unknown as readonly JournalRecord[];
      const below = record?.type === "module.started" ? firstBelow(record, first) : undefined;
      return { records: numbered(records.toSpliced(place + 1, 0, { ...record, ...below })), seq: place + 2 };
    },
  },
  inserted(
    "an execution ends before it starts",
    "before",
    is("module.started"),
    saying({ type: "module.failed", reason: "error", error, annotations: {}, durationMs: 1 }),
  ),
  inserted("an execution completes twice", "after", is("module.completed"), same),
  inserted("an execution fails twice", "after", is("module.failed"), same),
  inserted(
    "an execution is retried after it failed",
    "after",
    is("module.failed"),
    saying({ type: "module.retried", error, delayMs: 0 }),
  ),
  replaced("an execution starts with its second attempt", is("module.started"), saying({ attempt: 2 })),
  replaced("an execution is at another attempt", ofExecution, (record) => ({
    ...record,
    attempt: Number(record["attempt"]) + 1,
  })),
  replaced("an execution is of another module", ofExecution, (record) => ({
    ...record,
    moduleName: `${String(record["moduleName"])}'`,
  })),
  replaced("an execution is of another experiment", ofExecution, (record) => ({
    ...record,
    experimentName: `${String(record["experimentName"])}'`,
  })),
  replaced("an execution is not in the plan", ofExecution, saying({ execution: 1_000_000 })),
  replaced("the input has a schema that nothing put out", ofModule, saying({ schemaBefore: unknownFingerprint })),
  replaced(
    "the output has a schema that was not recorded",
    is("module.completed"),
    saying({ schemaAfter: unknownFingerprint }),
  ),
  inserted("a schema is recorded twice", "after", is("schema.recorded"), same),
];
