import type { Status } from "../status/status.ts";
import { type GroupTiming, reportTiming } from "./timing-report.ts";

/** How long the executions of one module took. */
export interface ModuleTiming extends Omit<GroupTiming, "key"> {
  readonly moduleName: string;
}

/** The timing of every module that ran, slowest in total first. */
export const timeModules = (status: Status): readonly ModuleTiming[] =>
  reportTiming(status, "moduleName", false).groups.map(
    ({ key: moduleName, count, totalMs, meanMs, p50Ms, p95Ms, maxMs, share }): ModuleTiming => ({
      moduleName,
      count,
      totalMs,
      meanMs,
      p50Ms,
      p95Ms,
      maxMs,
      share,
    }),
  );
