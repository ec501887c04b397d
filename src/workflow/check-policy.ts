import * as Duration from "effect/Duration";
import * as Option from "effect/Option";
import * as Schedule from "effect/Schedule";

import type { ConfigIssue } from "../error.ts";
import { type AllNames, noSuchOption, unknownNames } from "./check-options.ts";
import type { AnyModule } from "./module.ts";
import type { NameProblem } from "./names.ts";
import { checkAmount, readAmounts } from "./resources.ts";
import { showValue } from "./show-value.ts";

/** Everything that is wrong with the policy of a module, whatever the compiler was told about it. */
export const checkPolicy = (moduleName: string, module: Partial<AnyModule>): readonly ConfigIssue[] => {
  const { retry, timeout, concurrency, resources, reuse } = module;
  const issues: ConfigIssue[] = [];
  const check = (option: readonly string[], problem: NameProblem | undefined): void => {
    if (problem !== undefined) issues.push({ path: [moduleName, ...option], ...problem });
  };
  const checkNames = <Options extends object, const Text extends string>(
    option: readonly string[],
    given: Options,
    names: AllNames<Options, Text>,
  ): void => unknownNames(given, names, (name, remedy) => check([...option, name], { reason: noSuchOption, remedy }));
  // With the name, which is beside them in a defined workflow.
  checkNames([], module, "moduleName params run retry timeout concurrency resources reuse");
  if (typeof reuse === "object") checkNames(["reuse"], reuse, "version dependsOn upstream");
  if (timeout !== undefined) check(["timeout"], checkDuration(timeout, "above 0"));
  if (concurrency !== undefined) check(["concurrency"], checkWhole(concurrency, 1));
  if (retry !== undefined && !Schedule.isSchedule(retry)) {
    checkNames(["retry"], retry, "times delay factor jitter");
    check(["retry", "times"], checkWhole(retry.times, 0));
    if (retry.delay !== undefined) check(["retry", "delay"], checkDuration(retry.delay, "from 0"));
    if (retry.factor !== undefined) check(["retry", "factor"], checkFactor(retry.factor));
  }
  for (const [name, amount] of resources === undefined ? [] : readAmounts(resources))
    check(["resources", name], checkAmount(amount));
  return issues;
};

const checkWhole = (value: unknown, least: number): NameProblem | undefined =>
  Number.isSafeInteger(value) && Number(value) >= least
    ? undefined
    : {
        reason: `${showValue(value)} is not a whole number from ${least}`,
        remedy: `Write a whole number from ${least}, or leave the option out.`,
      };

const checkFactor = (value: unknown): NameProblem | undefined =>
  Number.isFinite(value) && Number(value) > 0
    ? undefined
    : { reason: `${showValue(value)} is not a number above 0`, remedy: "Write a number above 0: 2 doubles each wait." };

const checkDuration = (value: Duration.Input, range: "above 0" | "from 0"): NameProblem | undefined => {
  const duration = Option.map(Duration.fromInput(value), Duration.toMillis);
  // Duration reads NaN as no time at all.
  const millis = Number.isNaN(value) ? Number.NaN : Option.getOrElse(duration, () => Number.NaN);
  return millis > 0 || (millis === 0 && range === "from 0")
    ? undefined
    : {
        reason: `${showValue(value)} is not a duration ${range}`,
        remedy: 'Write "30 seconds", "2 hours", or a number of milliseconds.',
      };
};
