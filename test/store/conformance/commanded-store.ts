import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Result from "effect/Result";
import * as Scope from "effect/Scope";

import type { JournalRecord, OwnedRun, RunId, StoreService } from "../../../src/index.ts";
import { contentHash, encodeValue, fingerprintSchema } from "../../../src/index.ts";
import { noJson } from "../../../src/testing/no-json.ts";
import type { StoreSubject } from "../../../src/testing/store-subject.ts";
import { openingCount, runCount, type StoreCommand, type WrongBatch } from "./store-command.ts";
import type { Script } from "./store-script.ts";

interface Owner {
  readonly opening: number;
  readonly scope: Scope.Closeable;
  readonly run: OwnedRun;
}

interface Opening {
  readonly scope: Scope.Closeable;
  readonly store: StoreService;
}

/** How far a run's script has been played: what was put after the last append is lost with its owner. */
interface Progress {
  next: number;
  afterAppend: number;
  seq: number;
}

const idOf = (run: number): RunId => ["a", "b", "__proto__"][run] as RunId;

/** A store that commands are carried out on, with all that is open of it. */
export class CommandedStore {
  #subject: StoreSubject;
  readonly #scripts: readonly Script[];
  #openings: Opening[] = [];
  readonly #owners = new Map<number, Owner>();
  readonly #former = new Map<number, OwnedRun>();
  readonly #progress: Progress[];
  readonly #refs = new Map<string, string>();
  readonly #scope: Scope.Scope;

  constructor(subject: StoreSubject, scripts: readonly Script[], scope: Scope.Scope) {
    this.#subject = subject;
    this.#scripts = scripts;
    this.#scope = scope;
    this.#progress = scripts.map(() => ({ next: 0, afterAppend: 0, seq: 0 }));
  }

  /** Opens it as often as there are openings. */
  get open(): Effect.Effect<void, unknown> {
    return Effect.gen({ self: this }, function* () {
      for (let opening = 0; opening < openingCount; opening++) this.#openings[opening] = yield* this.#opened();
    });
  }

  /** Carries out a command; gives what came of it. */
  do(command: StoreCommand): Effect.Effect<unknown, unknown> {
    switch (command.does) {
      case "own":
        return this.#own(command.run, command.opening);
      case "go on":
        return this.#goOn(command.run, command.steps);
      case "append wrongly": {
        const owner = this.#owners.get(command.run)?.run ?? this.#former.get(command.run);
        return outcomeOf(owner?.journal.append(this.#wrong(command.run, command.how)) ?? nobody);
      }
      case "append as former owner": {
        const [next] = this.#nextBatch(command.run);
        return outcomeOf(this.#former.get(command.run)?.journal.append(next === undefined ? [] : [next]) ?? nobody);
      }
      case "put": {
        const tracked = { data: values[command.value], schema: null };
        return outcomeOf(this.#owners.get(command.run)?.run.results.put(command.execution, tracked) ?? nobody);
      }
      case "release":
        return outcomeOf(this.#owners.get(command.run)?.run.results.release(command.execution) ?? nobody);
      case "give back":
        return this.#giveBack(command.run);
      case "reopen":
        return this.#reopen(command.opening);
      case "crash":
        return this.#crash();
    }
  }

  /** All that can be seen of it: through one opening, and by the owners. */
  seen(opening: number): Effect.Effect<unknown> {
    return Effect.gen({ self: this }, function* () {
      const { store } = this.#openings[opening] as Opening;
      const runs = yield* outcomeOf(store.runs);
      const read: unknown[] = [];
      for (let run = 0; run <= runCount; run++) {
        const runId = run === runCount ? ("never" as RunId) : idOf(run);
        read.push([runId, yield* outcomeOf(store.records(runId))]);
        read.push(yield* outcomeOf(Effect.map(store.results(runId), resultsOf)));
      }
      for (const place of places)
        for (const hash of hashes)
          read.push(
            yield* outcomeOf(
              Effect.map(store.findReusable({ place, hash }), (found) =>
                "tracked" in found ? { ...found, tracked: contentOf(found.tracked) } : found,
              ),
            ),
          );
      const owned = Array.from(this.#owners, ([run, owner]) => [run, owner.run.records, resultsOf(owner.run.results)]);
      return { runs, read, owned };
    });
  }

  #opened(): Effect.Effect<Opening, unknown> {
    return Effect.gen({ self: this }, function* () {
      const scope = yield* Scope.fork(this.#scope);
      return { scope, store: yield* Scope.provide(this.#subject.open, scope) };
    });
  }

  #own(run: number, opening: number): Effect.Effect<unknown, unknown> {
    return Effect.gen({ self: this }, function* () {
      const { store } = this.#openings[opening] as Opening;
      const scope = yield* Scope.fork(this.#scope);
      const owned = yield* Effect.result(Scope.provide(store.own(idOf(run)), scope));
      if (Result.isFailure(owned)) {
        yield* Scope.close(scope, Exit.void);
        return refusalOf(owned.failure);
      }
      this.#owners.set(run, { opening, scope, run: owned.success });
      const progress = this.#progress[run] as Progress;
      progress.next = progress.afterAppend;
      return { records: owned.success.records };
    });
  }

  #goOn(run: number, steps: number): Effect.Effect<unknown, unknown> {
    return Effect.gen({ self: this }, function* () {
      const owner = this.#owners.get(run)?.run;
      if (owner === undefined) return "nobody owns it";
      const [script, progress] = [this.#scripts[run] as Script, this.#progress[run] as Progress];
      const outcomes: unknown[] = [];
      for (const step of script.slice(progress.next, progress.next + steps)) {
        if (step.does === "put") {
          const ref = yield* owner.results.put(step.execution, step.tracked);
          this.#refs.set(`${run}/${step.execution}`, ref);
          outcomes.push(ref);
        } else if (step.does === "release") yield* owner.results.release(step.execution);
        else {
          const batch = this.#nextBatch(run);
          const outcome = yield* outcomeOf(owner.journal.append(batch));
          outcomes.push(outcome);
          if (outcome !== "done") {
            // The results are put again, before the next try.
            progress.next = progress.afterAppend;
            return outcomes;
          }
          progress.afterAppend = progress.next + 1;
          progress.seq += batch.length;
        }
        progress.next++;
      }
      return outcomes;
    });
  }

  /** The next records of a run's script, made its own. */
  #nextBatch(run: number): readonly JournalRecord[] {
    const { afterAppend } = this.#progress[run] as Progress;
    const step = this.#scripts[run]?.slice(afterAppend).find(({ does }) => does === "append");
    return step?.does === "append" ? step.records.map((record) => this.#made(run, record)) : [];
  }

  /** A record of a script as this run's, at a moment it shares with records of other runs. */
  #made(run: number, record: JournalRecord): JournalRecord {
    const at = 1000 + Math.floor(record.seq / 4);
    if (record.type === "run.started") return { ...record, at, runId: idOf(run) };
    if (record.type !== "module.completed") return { ...record, at };
    const { execution, reuse: _, ...rest } = record;
    const key = {
      place: places[execution % places.length] ?? "",
      hash: hashes[(execution + run) % hashes.length] ?? "",
      version: null,
      params: hashes[0] ?? "",
      input: null,
      upstream: [],
      dependencies: [],
    };
    const result = this.#refs.get(`${run}/${execution}`) ?? "";
    return { ...rest, execution, at, result, reuse: { why: { kind: "new" }, key } };
  }

  #wrong(run: number, how: WrongBatch): readonly JournalRecord[] {
    const next = this.#nextBatch(run);
    const { seq } = this.#progress[run] as Progress;
    const resumed: JournalRecord = { seq: seq + 1, at: 1, type: "run.resumed", concurrency: 1 };
    switch (how) {
      case "gap":
        return next.map((record) => ({ ...record, seq: record.seq + 1 }));
      case "again":
        return next.map((record) => ({ ...record, seq: record.seq - 1 }));
      case "begin": {
        const [first] = this.#scripts[run] as Script;
        const begin = first?.does === "append" ? first.records[0] : undefined;
        return begin?.type === "run.started" ? [{ ...begin, seq: seq + 1, runId: "other" as RunId }] : [];
      }
      case "half":
        return [...next, { ...resumed, seq: seq + next.length + 2 }];
      case "no JSON":
        return [...next, noJson(seq + next.length + 1)];
      case "empty":
        return [];
      case "after the end":
        // Legal in the middle of a run, so only asked for when it is over, or has not begun.
        return next.length === 0 || seq === 0 ? [resumed] : [];
    }
  }

  #giveBack(run: number): Effect.Effect<unknown> {
    return Effect.suspend(() => {
      const owner = this.#owners.get(run);
      if (owner === undefined) return Effect.succeed("nobody owns it");
      this.#owners.delete(run);
      this.#former.set(run, owner.run);
      return Effect.as(Scope.close(owner.scope, Exit.void), "given back");
    });
  }

  #reopen(opening: number): Effect.Effect<unknown, unknown> {
    return Effect.gen({ self: this }, function* () {
      for (const [run, owner] of this.#owners) if (owner.opening === opening) yield* this.#giveBack(run);
      yield* Scope.close((this.#openings[opening] as Opening).scope, Exit.void);
      this.#openings[opening] = yield* this.#opened();
      return "reopened";
    });
  }

  /** The dead processes' openings stay until the end of the test; nobody asks them for anything. */
  #crash(): Effect.Effect<unknown, unknown> {
    return Effect.gen({ self: this }, function* () {
      this.#subject = yield* Scope.provide(this.#subject.crashed, this.#scope);
      this.#owners.clear();
      this.#former.clear();
      yield* this.open;
      return "crashed";
    });
  }
}

const values: readonly unknown[] = [1, [{ n: Number.NaN }], new Map([["at", new Date(0)]]), { load: () => 1 }];

const places = ["a", "b"].map((digit) => digit.repeat(64));
const hashes = ["1", "2", "3"].map((digit) => digit.repeat(64));

const nobody = Effect.succeed("nobody");

const outcomeOf = <Value>(effect: Effect.Effect<Value, unknown>): Effect.Effect<unknown> =>
  Effect.map(Effect.result(effect), (result) =>
    Result.isFailure(result) ? refusalOf(result.failure) : (result.success ?? "done"),
  );

/** What two stores must agree on of a failure; where they are, and how they say it, differs. */
const refusalOf = (failure: unknown): unknown => {
  const { _tag, reason, runId } = failure as {
    readonly _tag?: string;
    readonly reason?: string;
    readonly runId?: string;
  };
  return { refused: _tag ?? failure, reason, runId };
};

/** The results of the first executions of a run. */
const resultsOf = (results: Pick<OwnedRun["results"], "get">): unknown =>
  Array.from({ length: 8 }, (_, execution) => {
    try {
      const tracked = results.get(execution);
      return tracked && contentOf(tracked);
    } catch (thrown) {
      return refusalOf(thrown);
    }
  });

const contentOf = ({ data, schema }: NonNullable<ReturnType<OwnedRun["results"]["get"]>>): unknown => [
  typeof data === "object" && data !== null && "load" in data ? "code" : contentHash(encodeValue(data)),
  schema && fingerprintSchema(schema),
];
