import * as Effect from "effect/Effect";

import type { StoreError } from "../store-error.ts";
import type { ModuleCompleted } from "../journal/record.ts";
import type { ContentRef, ReuseDecision, ReuseKey, ReuseReason } from "../journal/reuse-decision.ts";
import type { RunState } from "../journal/run-state.ts";
import type { EarlierResult } from "../store/earlier-result.ts";
import type { StoreService } from "../store/store.ts";
import { hand } from "../store/held.ts";
import type { Tracked } from "../workflow/module.ts";
import type { Plan, ExperimentChain } from "../workflow/plan.ts";
import { type ReusePolicy, reusePolicyOf } from "../workflow/reuse-policy.ts";
import type { Cancellation } from "./cancellation.ts";
import type { ContentRefs } from "./content-refs.ts";
import { askDependencies, hashDependencies } from "./hash-dependencies.ts";
import { fingerprintOf } from "./params-fingerprints.ts";
import type { Reuse } from "./reuse.ts";
import { changedParts, placeOf, reuseKeyOf } from "./reuse-key.ts";
import type { PreparedModule } from "./runner-setup.ts";

/** What decisions on reuse are made from. */
export interface ExecutionReuseSetup {
  readonly workflowName: string;
  readonly plan: Plan;
  readonly modules: readonly PreparedModule[];
  readonly state: Pick<RunState, "schemaAfter">;
  readonly cancellation: Cancellation;
  /** What the run began from, if it did. */
  readonly begunFrom: Reuse | undefined;
  readonly findReusable: StoreService["findReusable"];
  readonly results: ContentRefs;
  /** Takes the secrets of the run out of what is hashed. */
  readonly mask: (value: unknown) => unknown;
  /** Whether modules with `reuse` may take over anything. */
  readonly allowed: boolean;
}

/** An execution whose result is taken over, and what was recorded of it. */
export interface TakenOver {
  readonly kind: "take";
  readonly decision: ReuseDecision;
  readonly tracked: Tracked<unknown>;
  readonly record: ModuleCompleted;
}

/** What was decided; `decision` is undefined where there was no choice. */
export type Decided = TakenOver | { readonly kind: "run"; readonly decision: ReuseDecision | undefined };

/** Decides for each execution whether an earlier result is taken over, and says why. */
export class ExecutionReuse {
  readonly #setup: ExecutionReuseSetup;
  readonly #params = new Map<string, string | null>();

  constructor(setup: ExecutionReuseSetup) {
    this.#setup = setup;
  }

  /** Whether an execution of the module at this place can be taken over at all; if so, {@link decide} says. */
  mayTakeOver(depth: number): boolean {
    const { begunFrom, modules, allowed } = this.#setup;
    return begunFrom !== undefined || (allowed && reusePolicyOf(modules[depth]?.module.reuse) !== undefined);
  }

  /** Says under which reference the result of an execution is kept. */
  resultKept(execution: number, depth: number, ref: string): void {
    this.#setup.results.put(execution, depth, ref);
  }

  /** Asked once for each execution, after those above it ended. Of a module without `reuse` it looks nothing up. */
  *decide(chain: ExperimentChain, depth: number): Generator<Effect.Effect<unknown, StoreError>, Decided, unknown> {
    const { begunFrom, modules, allowed } = this.#setup;
    const execution = chain.executions[depth] ?? -1;
    const policy = reusePolicyOf(modules[depth]?.module.reuse);
    const key = policy && (yield* this.#key(policy, chain, depth));
    const found = begunFrom?.explain(execution, ({ reuse }) => isMadeFrom(reuse?.key, key));
    if (begunFrom !== undefined && found?.action === "reuse") {
      const { tracked, record } = found.reused;
      const why = { kind: "begun-from", from: { runId: begunFrom.origin.runId, seq: record.seq } } as const;
      // It keeps the key it was made under: that it is taken over says nothing new of how it was made.
      return { kind: "take", decision: withKey(why, record.reuse?.key), tracked, record };
    }
    const refused = found?.action === "run" ? { kind: found.cause } : undefined;
    if (key === undefined) return { kind: "run", decision: refused && { why: refused } };
    if ("kind" in key) return { kind: "run", decision: { why: key } };
    if (!allowed) return { kind: "run", decision: { why: refused ?? { kind: "turned-off" }, key } };
    return fromStore(yield* this.#setup.findReusable(key), key);
  }

  /** The key of an execution, or why it has none. */
  *#key(
    policy: ReusePolicy<unknown, string>,
    chain: ExperimentChain,
    depth: number,
  ): Generator<Effect.Effect<unknown, StoreError>, ReuseKey | ReuseReason, unknown> {
    const { workflowName, modules, plan, cancellation, mask } = this.#setup;
    const { path } = plan.experiment(chain.index);
    const [moduleName, experimentName] = path[depth] ?? ["", ""];
    const given = modules[depth]?.experiments[chain.positions[depth] ?? -1];
    const params = this.#fingerprintOf(moduleName, experimentName, () => given && hand(given));
    if (params === null) return { kind: "unknown-params" };

    const input = depth === 0 ? null : this.#content(chain, depth - 1);
    if (typeof input === "string") return { kind: "input-not-stored", detail: input };
    const upstream: (ContentRef & { readonly moduleName: string })[] = [];
    for (const [place, name] of plan.sequence.slice(0, Math.max(0, depth - 1)).entries()) {
      if (policy.upstream?.includes(name) !== true) continue;
      const content = this.#content(chain, place);
      if (typeof content === "string") return { kind: "upstream-not-stored", moduleName: name, detail: content };
      upstream.push({ moduleName: name, ...content });
    }

    const asked = askDependencies(policy.dependsOn, given && hand(given), cancellation);
    const dependencies = hashDependencies(Effect.isEffect(asked) ? yield* asked : asked, mask);
    if (typeof dependencies === "string") return { kind: "dependencies-unknown", detail: dependencies };
    const version = policy.version ?? null;
    const place = placeOf(workflowName, path.slice(0, depth + 1));
    return reuseKeyOf(place, { version, params, input, upstream, dependencies });
  }

  /** Params as the module sees them: decoded, so that another default of their schema is another key. */
  #fingerprintOf(moduleName: string, experimentName: string, params: () => unknown): string | null {
    const name = `${moduleName}[${experimentName}]`;
    const known = this.#params.get(name);
    if (known !== undefined) return known;
    const fingerprint = fingerprintOf(this.#setup.mask(params()));
    this.#params.set(name, fingerprint);
    return fingerprint;
  }

  /** The result of an execution further up, by its hashes; or why it has none. */
  #content({ executions }: ExperimentChain, depth: number): ContentRef | string {
    const execution = executions[depth] ?? -1;
    const ref = this.#setup.results.get(execution) ?? "nothing is known of it";
    const content = /^sha256:([0-9a-f]{64})$/u.exec(ref)?.[1];
    return content === undefined ? ref : { content, schema: this.#setup.state.schemaAfter(execution) };
  }
}

/** Whether a completion with the key `before` counts now; one without says nothing of what it was made from. */
const isMadeFrom = (before: ReuseKey | undefined, now: ReuseKey | ReuseReason | undefined): boolean =>
  before === undefined || now === undefined || ("hash" in now && now.hash === before.hash);

const withKey = (why: ReuseReason, key: ReuseKey | undefined): ReuseDecision =>
  key === undefined ? { why } : { why, key };

const fromStore = (found: EarlierResult, key: ReuseKey): Decided => {
  switch (found.kind) {
    case "same": {
      const { from, tracked, record } = found;
      return { kind: "take", decision: { why: { kind: "same-key", from }, key }, tracked, record };
    }
    case "damaged":
      return { kind: "run", decision: { why: { kind: "damaged", from: found.from, detail: found.detail }, key } };
    case "other": {
      const parts = found.record.reuse?.key === undefined ? [] : changedParts(found.record.reuse.key, key);
      return { kind: "run", decision: { why: { kind: "changed", since: found.from, parts }, key } };
    }
    case "none":
      return { kind: "run", decision: { why: { kind: "new" }, key } };
  }
};
