import { describe, expect, test } from "vitest";

import type { JournalRecord } from "../../../src/index.ts";
import { ExploredAttempts } from "../../../src/testing/explore/explored-attempts.ts";
import type { ExploredPolicy } from "../../../src/testing/explore/explored-policy.ts";
import { exploredShape } from "../../../src/testing/explore/explored-shape.ts";

const attemptsOf = (policy: ExploredPolicy): ExploredAttempts =>
  new ExploredAttempts(exploredShape({ experiments: [2], concurrency: 2, onFailure: "continue", policies: [policy] }));

const of = { seq: 9, at: 0, execution: 0, moduleName: "A", experimentName: "a1", attempt: 1, schemaBefore: null };
const error = { name: "Error", message: "" };
const failed = (reason: "error" | "timeout" | "cancelled"): JournalRecord => ({
  ...of,
  type: "module.failed",
  reason,
  error,
  annotations: {},
  durationMs: 0,
});
const retried: JournalRecord = { ...of, type: "module.retried", error, durationMs: 0, delayMs: 0 };

describe("a policy tells of each failure whether it is the last", () => {
  test.each([
    [{}, 1, undefined],
    [{ retry: { times: 2 } }, 3, undefined],
    [{ retry: { times: 2 } }, 2, "A[a1] failed after 2 of 3 attempts"],
    [{ retry: { times: 1 } }, 3, "A[a1] failed after 3 of 2 attempts"],
  ] as const)("%j, failed after %i", (policy, failures, wrong) => {
    const attempts = attemptsOf(policy);
    for (let at = 0; at < failures; at++) attempts.failed(0, "error");
    expect(attempts.recorded(failed("error"), 0)).toBe(wrong);
  });

  test("one more attempt than it allows", () => {
    const attempts = attemptsOf({ retry: { times: 1 } });
    attempts.failed(0, "error");
    expect(attempts.recorded(retried, 0)).toBeUndefined();
    attempts.failed(0, "error");
    expect(attempts.recorded(retried, 0)).toBe("A[a1] failed 2 times, and is to have more than 2 attempts");
  });

  test("it failed by what its last attempt did, or because its run was cancelled", () => {
    const attempts = attemptsOf({});
    expect(attempts.recorded(failed("cancelled"), 0)).toBeUndefined();
    expect(attempts.recorded(failed("error"), 0)).toBe("A[a1] failed by error, and nothing made it");
    attempts.failed(0, "timeout");
    expect(attempts.recorded(failed("error"), 0)).toBe("A[a1] failed by error, and its last attempt by timeout");
    expect(attempts.recorded(failed("timeout"), 0)).toBeUndefined();
  });
});

describe("time comes", () => {
  test("to the timeout of each call, as long as it is in progress", () => {
    const attempts = attemptsOf({ timeout: "1 second" });
    attempts.called(0, 0);
    attempts.called(1, 500);
    expect(attempts.next).toEqual([{ kind: "timeout", execution: 0, dueMs: 1000 }]);
    attempts.completed(0);
    expect(attempts.next).toEqual([{ kind: "timeout", execution: 1, dueMs: 1500 }]);
    attempts.ending();
    expect(attempts.next).toEqual([]);
  });

  test("to the next attempt, after waits that grow", () => {
    const attempts = attemptsOf({ retry: { times: 3, delay: 10, factor: 2 } });
    const waits = [100, 200, 300].map((nowMs) => {
      attempts.failed(0, "error");
      attempts.recorded(retried, nowMs);
      return attempts.timers.map(({ kind, dueMs }) => [kind, dueMs - nowMs]);
    });
    expect(waits).toEqual([[["wait", 10]], [["wait", 20]], [["wait", 40]]]);
    expect(attempts.waiting).toEqual([0]);
  });

  test("to no wait of an attempt that a resumed run found in progress", () => {
    const attempts = attemptsOf({ retry: { times: 1, delay: 10 } });
    attempts.recorded(retried, 0);
    expect(attempts.timers).toEqual([]);
  });
});
