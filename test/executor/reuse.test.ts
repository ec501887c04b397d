import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { paramsFingerprints } from "../../src/executor/params-fingerprints.ts";
import { planReuse } from "../../src/executor/plan-reuse.ts";
import { prepareModules } from "../../src/executor/prepare-modules.ts";
import { findSecrets } from "../../src/executor/run-secrets.ts";
import { defineWorkflow, Executor, type RunId } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { maskOf } from "../../src/workflow/mask-params.ts";
import { decodeConfig } from "../../src/workflow/config.ts";

type Names = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Given {
  readonly Loader: Names;
  readonly Worker: Names;
  readonly Reporter: Names;
}

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "reuse-")), "runs.db");

const same: Given = {
  Loader: { a: { n: 1 }, b: { n: 2 } },
  Worker: { good: {}, bad: { fail: true }, odd: { unstorable: true } },
  Reporter: { sum: {}, mean: {} },
};

/** Runs, retries and forks a workflow, and notes which executions its modules were called for. */
const build = (path: string, config: Given, version?: string) => {
  const calls: string[] = [];
  const reuse = version === undefined ? {} : { reuse: { version } };
  const workflow = defineWorkflow("reused")
    .module("Loader", { run: ({ params, experimentKey }) => (calls.push(experimentKey), params["n"]) })
    .module("Worker", {
      ...reuse,
      run: ({ input, params, experimentKey }) => {
        calls.push(experimentKey);
        if (params["fail"] === true) throw new Error("no");
        return params["unstorable"] === true ? { f: () => input.data } : input.data;
      },
    })
    .module("Reporter", { ...reuse, run: ({ experimentKey }) => (calls.push(experimentKey), 1) });
  return { executor: new Executor({ workflow, config, store: sqliteStore(path) }), calls, workflow };
};

/** What is said to become of every execution of a run of `config` from an earlier one: `reuse`, or why it may run. */
const explain = async (path: string, runId: string, given: Given, seq?: number, version?: string) => {
  const from = { runId: runId as RunId, ...(seq !== undefined && { seq }) };
  const { executor, workflow } = build(path, given, version);
  const config = decodeConfig({ ...given });
  const planned = Effect.gen(function* () {
    const secrets = findSecrets(config);
    return yield* planReuse({
      workflowName: workflow.name,
      plan: executor.plan,
      modules: yield* prepareModules(workflow.modules, config, secrets),
      params: paramsFingerprints(config),
      mask: maskOf(secrets),
      store: yield* sqliteStore(path),
      from,
      allowed: true,
    });
  });
  const { steps } = await Effect.runPromise(Effect.scoped(planned));
  return new Map(steps.map(({ key, action, why }) => [key, action === "run" ? why.kind : action]));
};

const begin = async () => {
  const path = newPath();
  const { runId } = await build(path, same).executor.run();
  return { path, runId };
};

describe("an execution of a run that begins from an earlier one runs because", () => {
  test("it failed, its result was not stored, or it is below one that runs", async () => {
    const { path, runId } = await begin();
    const causes = await explain(path, runId, same);
    expect(causes.get("Loader[a]_Worker[good]_Reporter[sum]")).toBe("reuse");
    expect(causes.get("Loader[a]_Worker[bad]")).toBe("failed");
    expect(causes.get("Loader[a]_Worker[bad]_Reporter[sum]")).toBe("above");
    expect(causes.get("Loader[a]_Worker[odd]")).toBe("not-stored");
    expect(causes.get("Loader[a]_Worker[odd]_Reporter[sum]")).toBe("above");
  });

  test("it is new, or has other params, or params that hold code", async () => {
    const { path, runId } = await begin();
    const other: Given = {
      Loader: { a: { n: 1 }, b: { n: 3 } },
      Worker: { good: {}, extra: {} },
      Reporter: { sum: { f: () => 1 }, mean: {} },
    };
    const causes = await explain(path, runId, other);
    expect(causes.get("Loader[a]")).toBe("reuse");
    expect(causes.get("Loader[b]")).toBe("other-params");
    expect(causes.get("Loader[b]_Worker[good]")).toBe("above");
    expect(causes.get("Loader[a]_Worker[extra]")).toBe("new");
    expect(causes.get("Loader[a]_Worker[good]_Reporter[sum]")).toBe("unknown-params");
    expect(causes.get("Loader[a]_Worker[good]_Reporter[mean]")).toBe("reuse");
  });

  test("at that record it had not run, or was in progress", async () => {
    const { path, runId } = await begin();
    const at = await explain(path, runId, same, 3);
    expect(at.get("Loader[a]")).toBe("in-progress");
    expect(at.get("Loader[b]")).toBe("never-ran");
  });

  test("its result cannot be read", async () => {
    const { path, runId } = await begin();
    const database = new DatabaseSync(path);
    database.exec("UPDATE blobs SET bytes = zeroblob(3)");
    database.close();
    expect((await explain(path, runId, same)).get("Loader[a]")).toBe("unreadable");
    const again = build(path, same);
    expect((await again.executor.retry(runId)).executions).toMatchObject({ Completed: 14 });
    expect(again.calls).toContain("Loader[a]_Worker[good]_Reporter[sum]");
  });
});

test("what is said to run is what runs, from every record of a run", async () => {
  const { path, runId } = await begin();
  const { length } = await Effect.runPromise(
    Effect.scoped(Effect.flatMap(sqliteStore(path), (store) => store.records(runId))),
  );
  const other: Given = { ...same, Worker: { good: {}, bad: { fail: false }, odd: { unstorable: true }, extra: {} } };
  const failsBelow = (key: string): boolean => key.includes("Worker[bad]_");
  for (let seq = 1; seq <= length; seq++)
    for (const config of [same, other]) {
      const causes = await explain(path, runId, config, seq);
      const { executor, calls } = build(path, config);
      await executor.fork(`${runId}:${seq}`);
      const expected = Array.from(causes.keys()).filter(
        (key) => causes.get(key) !== "reuse" && !(config === same && failsBelow(key)),
      );
      expect(calls.toSorted(), `record ${seq}`).toEqual(expected.toSorted());
    }
});

test("what modules with `reuse` do is said as far as it can be known, and is what they do", async () => {
  const path = newPath();
  const { runId } = await build(path, same, "1").executor.run();
  const { length } = await Effect.runPromise(
    Effect.scoped(Effect.flatMap(sqliteStore(path), (store) => store.records(runId))),
  );
  const said = new Set<string>();
  for (let seq = 1; seq <= length; seq += 3)
    for (const version of ["1", `2.${seq}`]) {
      const planned = await explain(path, runId, same, seq, version);
      const { executor, calls } = build(path, same, version);
      await executor.fork(`${runId}:${seq}`);
      for (const [key, what] of planned) {
        said.add(what);
        const ran = calls.includes(key);
        // What is undecided may go either way; what is below a failure never runs.
        const agrees = what === "undecided" || ran === (what !== "reuse") || key.includes("Worker[bad]_");
        expect(agrees, `${key} at ${seq}, version ${version}: ${what}, ${ran ? "ran" : "did not run"}`).toBe(true);
      }
    }
  expect([...said]).toEqual(expect.arrayContaining(["reuse", "undecided", "changed"]));
});
