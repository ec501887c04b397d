/** A run of one worker that nobody observes keeps an end in one transaction with the start that follows; killed there. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { integer, noBias, sample } from "fast-check";
import { afterAll, expect, test } from "vitest";

import { type JournalRecord, type RunId, Status } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { rowsOf } from "../sqlite/store-files.ts";
import { bundledProgram } from "./bundled-program.ts";
import { forEachOf, live } from "./killed-run.ts";
import { type Note, notesIn, rowsCodec, unheardExecutor, type UnheardRun } from "./unheard-run.ts";

const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "unheard-"));
afterAll(() => rmSync(folder, { recursive: true }));

const program = await bundledProgram(join(import.meta.dirname, "unheard-life.ts"), folder);
const compileCache = join(folder, "compiled");
const runId = "left" as RunId;

/** A moment at which the run of few can be killed. */
interface Moment {
  readonly name: string;
  /** How many transactions with records are kept by then. */
  readonly kept: number;
}

type Batch = readonly JournalRecord[];

test(
  "killed around every transaction, a run has on record what was committed, and goes on to what it would have been",
  { timeout: 300_000 },
  async () => {
    const never = join(folder, "never.db");
    const ended = await live(program, [never, `${never}.notes`, "few"], compileCache);
    const moments = JSON.parse(ended.stdout) as readonly Moment[];
    const batches = batchesIn(never, (await keptIn(never)).records);
    const whole = await wholeOf("few");
    const found = new Map<string, number>();
    await forEachOf([...moments.entries()], 3, async ([n, { name, kept }]) => {
      const next = batches[kept] ?? [];
      const where = placeOf(name, next);
      if (where === undefined) return;
      const run = { path: join(folder, `${n}.db`), notes: join(folder, `${n}.notes`), size: "few" } as const;
      const how = `killed at moment ${n + 1} (${name}, ${kept} kept)`;
      const life = await live(program, [run.path, run.notes, "few", "run", n + 1], compileCache);
      expect(life.killed, `killed, ${how}`).toBe(true);
      const left = await leftBy(run, how);
      expect(left.records, `on record, ${how}`).toEqual(batches.slice(0, kept).flat());
      await goesOn(run, [left], whole, how);
      found.set(where, (found.get(where) ?? 0) + 1);
    });
    console.log(`killed: ${Array.from(found, ([where, count]) => `${count} ${where}`).join(", ")}`);
    // On each of the other three follows something else: a turn of the event loop, a failed module, the end of the run.
    expect(batches.filter(isEndWithStart).length, "transactions with an end and a start").toBe(4);
    expect(found.get("around an end and a start")).toBe(4 * 3);
  },
);

test(
  "killed again and again from outside, a run goes on to what it would have been",
  { timeout: 300_000 },
  async () => {
    const whole = await wholeOf("many");
    const [kills, chains] = [4, 3];
    const delays = sample(noBias(integer({ min: 0, max: 30 })), kills * chains);
    const stages: number[] = [];
    await forEachOf(Array.from({ length: chains }).keys().toArray(), chains, async (chain) => {
      const runOf = (life: number) => ({
        path: join(folder, `chain-${chain}.db`),
        notes: join(folder, `chain-${chain}-${life}.notes`),
        size: "many" as const,
      });
      const lives: Left[] = [];
      for (const [life, ms] of delays.slice(chain * kills, (chain + 1) * kills).entries()) {
        const { path, notes } = runOf(life);
        const way = (lives.at(-1)?.records ?? []).length === 0 ? "run" : "resume";
        await killedAfter(ms, [path, notes, "many", way]);
        const left = await leftBy(runOf(life), `life ${life} of run ${chain}, killed after ${ms} ms`);
        lives.push(left);
        stages.push(left.records.length);
        if (Status.fromJournal(left.records).isOver()) break;
      }
      await goesOn(runOf(kills), lives, whole, `run ${chain}`);
    });
    expect(stages.length, "lives").toBeGreaterThanOrEqual(chains);
    console.log(`killed after ${stages.join(", ")} records (seed ${process.env["FC_SEED"]})`);
  },
);

/** What a life of a run left. */
interface Left {
  readonly records: readonly JournalRecord[];
  /** The executions it called, in order. */
  readonly called: readonly string[];
}

/**
 * Holds a life to what it told: each end that a later call or turn tells of is on record, with the result that was handed
 * on, and each start of what was called. What it left is legal, and verifies.
 */
const leftBy = async (run: UnheardRun, how: string): Promise<Left> => {
  const notes = notesIn(run.notes);
  const called = callsIn(notes);
  const { records, results } = await keptIn(run.path);
  if (records.length > 0) expect(await problemsOf(run.path), `as it was left, ${how}`).toEqual([]);
  // Folding refuses what is not legal.
  const status = Status.fromJournal(records);
  const states = new Map(Array.from(status.executions(), ({ key, state }) => [key, state]));
  expect(status.executionCounts.InProgress, `in progress at once, ${how}`).toBeLessThanOrEqual(1);
  for (const [kind, key, input] of notes) {
    const isOver = kind === "turn" || key !== called.at(-1);
    const told = isOver ? ["Completed", "Failed"] : ["InProgress", "Completed", "Failed"];
    expect(told, `${key} on record, ${how}`).toContain(states.get(key));
    const above = kind === "call" ? key.lastIndexOf("_") : -1;
    if (above !== -1) expect(results.get(key.slice(0, above)), `the input of ${key}, ${how}`).toEqual(input);
  }
  return { records, called };
};

/** Goes on with what the last of these lives left, and holds it to what the run comes to when nobody kills it. */
const goesOn = async (run: UnheardRun, lives: readonly Left[], whole: unknown, how: string): Promise<void> => {
  const { state } = Status.fromJournal(lives.at(-1)?.records ?? []);
  const before = callsIn(notesIn(run.notes)).length;
  const executor = unheardExecutor(state === "NotStarted" ? { ...run, runId } : run);
  if (state === "NotStarted") await executor.run();
  if (state === "InProgress") await executor.resume(runId);
  expect(comesTo(await keptIn(run.path)), `comes to, ${how}`).toEqual(whole);
  expect(await problemsOf(run.path), `at its end, ${how}`).toEqual([]);
  // Only what a life called last may not have ended, and is called once more for it.
  const cutOff = lives.map(({ called }) => called.at(-1));
  const calls = [...lives.flatMap(({ called }) => called), ...callsIn(notesIn(run.notes)).slice(before)];
  for (const key of new Set(calls)) {
    const times = calls.filter((each) => each === key).length;
    const most = 1 + cutOff.filter((each) => each === key).length;
    expect(times, `calls of ${key}, ${how}`).toBeLessThanOrEqual(most);
  }
};

const callsIn = (notes: readonly Note[]): readonly string[] =>
  notes.flatMap(([kind, key]) => (kind === "call" ? [key] : []));

/** What a run comes to when nobody kills it. */
const wholeOf = async (size: UnheardRun["size"]): Promise<unknown> => {
  const path = join(folder, `whole-${size}.db`);
  await unheardExecutor({ path, notes: `${path}.notes`, size, runId }).run();
  return comesTo(await keptIn(path));
};

/** What a run found out, whatever attempts it took. */
const comesTo = ({ records, results }: Kept): unknown => {
  const status = Status.fromJournal(records);
  const executions = Array.from(status.executions(), ({ key, state, failure, schemaAfter }) => [
    [key, state, failure?.error.message, schemaAfter, results.get(key)],
  ]);
  const changes = status.changes.map(({ experimentKey: key, type, target }) => JSON.stringify([key, type, target]));
  return { state: status.state, executions, changes: changes.toSorted() };
};

/** What is on record of a run, and its results by their keys. */
interface Kept {
  readonly records: readonly JournalRecord[];
  readonly results: ReadonlyMap<string, unknown>;
}

const keptIn = (path: string): Promise<Kept> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const store = yield* sqliteStore(path, { codecs: [rowsCodec()] });
        if ((yield* store.runs).length === 0) return { records: [], results: new Map<string, unknown>() };
        const [records, { get }] = [yield* store.records(runId), yield* store.results(runId)];
        const executions = Array.from(Status.fromJournal(records).executions());
        return { records, results: new Map(executions.map(({ key }, n) => [key, get(n)?.data])) };
      }),
    ),
  );

const problemsOf = async (path: string) => (await Effect.runPromise(verifyRun(path, runId))).problems;

/** The records of a run by the transactions they were kept in. */
const batchesIn = (path: string, records: readonly JournalRecord[]): readonly Batch[] =>
  rowsOf(path, "SELECT seq FROM batches ORDER BY seq")
    .map(({ seq }) => Number(seq))
    .map((seq, n, starts) => records.slice(seq - 1, (starts[n + 1] ?? records.length + 1) - 1));

const isEndWithStart = (batch: Batch): boolean =>
  batch.some(({ type }) => type === "module.completed") && batch.at(-1)?.type === "module.started";

/**
 * Where a moment is, with the transaction that is kept next; undefined where nobody is killed. Of a transaction that is
 * before its first statement, before its records are written, and before it is committed.
 */
const placeOf = (moment: string, next: Batch): string | undefined => {
  if (!/^[A-Z]/u.test(moment)) return `at ${moment}`;
  if (isEndWithStart(next))
    return /^(?:BEGIN|INSERT INTO batches|COMMIT)/u.test(moment) ? "around an end and a start" : undefined;
  return moment === "COMMIT" ? "before another commit" : undefined;
};

/** Lives until it is killed, so long after it said that it is at work, or to its end. */
const killedAfter = (ms: number, args: readonly string[]) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), ms));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === null || code === 0) resolve();
      else reject(new Error(`the process ended with ${code}`));
    });
  });
