import * as Duration from "effect/Duration";

import type { ModulePolicy, RetryTimes } from "../../workflow/module-policy.ts";

/** The policy of an explored module: that of any module, but for waits that are random or a schedule's own. */
export interface ExploredPolicy extends Omit<ModulePolicy, "retry"> {
  readonly retry?: Omit<RetryTimes, "jitter">;
}

/** How long an attempt may take, in ms; Infinity without a timeout. */
export const timeoutMsOf = ({ timeout = Infinity }: ExploredPolicy): number =>
  Duration.toMillis(Duration.fromInputUnsafe(timeout));

/** How many failures end an execution. */
export const mostFailures = ({ retry }: ExploredPolicy): number => 1 + (retry?.times ?? 0);

/** The wait after so many failures, in ms. */
export const delayMsAfter = (failures: number, { retry }: ExploredPolicy): number =>
  Duration.toMillis(Duration.fromInputUnsafe(retry?.delay ?? 0)) * (retry?.factor ?? 1) ** (failures - 1);
