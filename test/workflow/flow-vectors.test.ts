import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ConfigInput } from "../../src/workflow/config.ts";
import { fromPetsardConfig } from "../../src/workflow/petsard-config.ts";
import { planConfig } from "../../src/workflow/plan.ts";
import vectors from "../vectors/flow.json" with { type: "json" };
import { deliberateDifferences } from "./deliberate-differences.ts";
import { refusal } from "./refusal.ts";

/** What PETsARD 1.6.0 did with a config: refused it, or ran it to the end. */
interface FlowCase {
  readonly id: string;
  readonly config: readonly (readonly [string, unknown])[];
  readonly error: { readonly type: string } | null;
  readonly sequence?: readonly string[];
  readonly expanded?: readonly (readonly [string, readonly string[]])[];
  readonly flow?: readonly (readonly [string, string])[];
  readonly executions?: number;
  readonly leaf_executions?: number;
  readonly result_keys?: readonly string[];
  readonly flow_sha256?: string;
  readonly result_keys_sha256?: string;
}

const sha256 = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

const cases = vectors.cases as unknown as readonly FlowCase[];
const differs = ({ id }: FlowCase): boolean => Object.hasOwn(deliberateDifferences, id);
const planCase = ({ config }: FlowCase) => planConfig(fromPetsardConfig(config as ConfigInput));

describe("a run takes PETsARD's order and names", () => {
  test.each(cases.filter((flow) => !differs(flow) && flow.error === null))("$id", (flow) => {
    const plan = planCase(flow);
    const order = [...plan.executions()].map(({ moduleName, experimentName }) => [moduleName, experimentName]);
    const keys = [...plan.experimentKeys()];
    expect(plan.sequence).toEqual(flow.sequence);
    expect(plan.modules.map(({ moduleName, experiments }) => [moduleName, experiments])).toEqual(flow.expanded);
    expect(plan.size).toEqual({ executions: flow.executions, experiments: flow.leaf_executions });
    expect(order).toEqual(flow.flow ?? order);
    expect(keys).toEqual(flow.result_keys ?? keys);
    expect(sha256(order)).toBe(flow.flow_sha256 ?? sha256(flow.flow));
    expect(sha256(keys)).toBe(flow.result_keys_sha256 ?? sha256(flow.result_keys));
  });
});

describe("what PETsARD refuses as a ConfigError is refused", () => {
  test.each(cases.filter((flow) => !differs(flow) && flow.error !== null))("$id", (flow) => {
    expect(flow.error?.type).toBe("ConfigError");
    expect(refusal(() => planCase(flow)).issues[0].reason).not.toBe("");
  });
});

describe("deliberate differences", () => {
  test.each(cases.filter(differs))("$id", (flow) => {
    const difference = deliberateDifferences[flow.id];
    const expected = difference?.verdict === "planned" ? difference.keys : [difference?.reason ?? ""];
    const outcome =
      difference?.verdict === "planned"
        ? [...planCase(flow).experimentKeys()]
        : refusal(() => planCase(flow)).issues.map(({ reason }) => reason.slice(0, difference?.reason.length));
    expect([...new Set(outcome)]).toEqual(expected);
  });

  test("each is a case of the vectors", () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect(Object.keys(deliberateDifferences).filter((id) => !ids.has(id))).toEqual([]);
  });
});
