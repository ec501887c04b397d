/** runstate: know what ran, what failed, what changed and how long it took. */
export { type ExecutorOptions, type RunOptions } from "./executor/executor-options.ts";
export { Executor } from "./executor/executor.ts";
export { defineWorkflow, type Workflow } from "./workflow/define-workflow.ts";
export { Status } from "./status/status.ts";
export { describeSchema } from "./schema/describe-schema.ts";
export { diffSchemas } from "./schema/diff-schemas.ts";
