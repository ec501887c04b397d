import * as Effect from "effect/Effect";

import { Executor } from "../../executor/executor.ts";
import { defineWorkflow } from "../../workflow/define-workflow.ts";
import { expectSame, expectSameValue } from "../law-broken.ts";
import type { StoreLaw } from "../store-law.ts";
import type { StoreSubject } from "../store-subject.ts";

/** What every store does so that a run can take over what any earlier one found out. */
export const reuseLaws: readonly StoreLaw[] = [
  {
    claim: "finds the newest result that was made from the same parts, in any run, with its data and schema",
    proof: ({ open, crashed }) =>
      Effect.gen(function* () {
        const first = yield* lifeOf(open, "first", 1);
        yield* lifeOf(open, "second", 2);
        for (const [runId, store] of [
          ["third", open],
          ["after a crash", (yield* crashed).open],
        ] as const) {
          const again = yield* lifeOf(store, runId, 1);
          yield* expectSame(`what ran in the run ${runId}`, again.calls, []);
          const [found, made] = [again, first].map(({ executor }) => executor.getResult("Loader[a]"));
          yield* expectSameValue("the data", found?.data, made?.data);
          yield* expectSame("the schema", found?.schema, made?.schema);
          const record = again.executor.status.records.find(({ type }) => type === "module.completed");
          const decision = record?.type === "module.completed" ? record.reuse : undefined;
          yield* expectSame("why", decision?.why.kind, "same-key");
        }
      }),
  },
  {
    claim: "finds for other parts what a place was made from the last time",
    proof: ({ open }) =>
      Effect.gen(function* () {
        yield* lifeOf(open, "first", 1);
        const { calls, executor } = yield* lifeOf(open, "second", 2);
        yield* expectSame("what ran", calls, ["Loader[a]"]);
        const record = executor.status.records.find(({ type }) => type === "module.completed");
        yield* expectSame("why", record?.type === "module.completed" && record.reuse?.why.kind, "changed");
      }),
  },
];

const lifeOf = (store: StoreSubject["open"], runId: string, n: number) => {
  const calls: string[] = [];
  const workflow = defineWorkflow("reused").module("Loader", {
    reuse: true,
    run: ({ params, experimentKey }) => {
      calls.push(experimentKey);
      return [{ n: Number(params["n"]), seen: new Date(0), rate: Number.NaN }];
    },
  });
  const executor = new Executor({ workflow, config: { Loader: { a: { n } } }, store, runId });
  return Effect.as(executor.runEffect, { calls, executor });
};
