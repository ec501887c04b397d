import * as Effect from "effect/Effect";

import { Executor } from "../../executor/executor.ts";
import type { RunId } from "../../journal/record.ts";
import { contentHash } from "../../store/value-codec/content-hash.ts";
import { encodeValue } from "../../store/value-codec/encode-value.ts";
import { defineWorkflow } from "../../workflow/define-workflow.ts";
import { expectRefusal, expectSame } from "../law-broken.ts";
import { leftAfter } from "../left-after.ts";
import type { StoreLaw } from "../store-law.ts";
import type { StoreSubject } from "../store-subject.ts";

/** What every store makes possible: to go on with a run, and to begin one from another. */
export const recoveryLaws: readonly StoreLaw[] = [
  {
    claim: "lets a run that was left after any of its records go on to what it would have been",
    proof: (subject) =>
      Effect.gen(function* () {
        const whole = lifeOf(subject.open, "whole");
        yield* whole.executor.runEffect;
        let points = 0;
        for (; ; points++) {
          const runId = `left ${points}`;
          const left = yield* leftAfter(points + 1, subject, (store) => lifeOf(store, runId).executor.runEffect);
          if (left === undefined) break;
          const next = lifeOf(left.open, "not used");
          yield* next.executor.resumeEffect(runId);
          yield* expectSame(`the findings of ${runId}`, findings(next), findings(whole));
        }
        // All but the last, which ends it.
        yield* expectSame("at how many points it was left", points, whole.executor.status.seq - 1);
      }),
  },
  {
    claim: "lets a failed run be retried: what it completed is taken over with its data, and it stays as it was",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const first = lifeOf(open, "first");
        yield* first.executor.runEffect;
        const again = lifeOf(open, "again", { broken: "nothing" });
        const outcome = yield* again.executor.retryEffect("first");
        yield* expectSame("the outcome", outcome.state, "Completed");
        yield* expectSame("what ran again", again.calls, ["Loader[b]_Scaler[two]"]);
        const sound = lifeOf(open, "sound", { broken: "nothing" });
        yield* sound.executor.runEffect;
        yield* expectSame("the findings", findings(again), findings(sound));
        const states = (yield* (yield* open).runs).map(({ runId, state }) => [runId, state]);
        yield* expectSame("the first run", states.find(([runId]) => runId === "first")?.[1], "Failed");
      }),
  },
  {
    claim: "lets a run be forked from any of its snapshots, with other params",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const first = lifeOf(open, "first");
        yield* first.executor.runEffect;
        const [loaded] = first.executor.status.getSnapshots({ phase: "after" });
        const fork = lifeOf(open, "fork", { by: 9 });
        yield* fork.executor.forkEffect(loaded?.snapshotId ?? "");
        const ran = ["Loader[a]_Scaler[one]", "Loader[a]_Scaler[two]", "Loader[b]"];
        yield* expectSame("what ran", fork.calls.slice(0, 3), ran);
        const other = lifeOf(open, "other", { by: 9 });
        yield* other.executor.runEffect;
        yield* expectSame("the findings", findings(fork), findings(other));
      }),
  },
  {
    claim: "does not let a run go on beside its owner, nor a second run begin under its id",
    proof: (subject) =>
      Effect.gen(function* () {
        const left = (yield* leftAfter(3, subject, (store) => lifeOf(store, "left").executor.runEffect)) ?? subject;
        const next = lifeOf(left.open, "left");
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* (yield* left.open).own("left" as RunId);
            yield* expectRefusal("resuming beside its owner", next.executor.resumeEffect("left"), "StoreLocked");
          }),
        );
        yield* expectRefusal("a second run of its id", next.executor.runEffect, "StatusError");
        yield* next.executor.resumeEffect("left");
        yield* expectRefusal("resuming when it is over", next.executor.resumeEffect("left"), "StatusError");
      }),
  },
];

/** An executor of the sample workflow, and which of its executions called their module. */
const lifeOf = (
  store: StoreSubject["open"],
  runId: string,
  { broken = "Loader[b]_Scaler[two]", by = 2 }: { readonly broken?: string; readonly by?: number } = {},
) => {
  const calls: string[] = [];
  const workflow = defineWorkflow("recovered")
    .module("Loader", {
      run: ({ experimentName, experimentKey }) => {
        calls.push(experimentKey);
        return [{ name: experimentName, rate: Number.NaN, seen: new Date(0) }];
      },
    })
    .module("Scaler", {
      run: ({ input, params, experimentKey }) => {
        calls.push(experimentKey);
        if (experimentKey === broken) throw new Error("broken");
        return input.data.map((row) => ({ ...row, by: Number(params["by"]) }));
      },
    });
  const config = { Loader: { a: {}, b: {} }, Scaler: { one: { by: 1 }, two: { by } } };
  return { calls, executor: new Executor({ workflow, config, store, runId }) };
};

/** What a run found out: the state of every execution, and the content of every result. */
const findings = ({ executor: { status } }: ReturnType<typeof lifeOf>): unknown => [
  status.state,
  Array.from(status.executions(), ({ key, state, failure }) => [key, state, failure?.error.message]),
  Object.entries(status.getResult()).map(([key, result]) => [
    key,
    contentHash(encodeValue(result?.data)),
    result?.schema,
  ]),
];
