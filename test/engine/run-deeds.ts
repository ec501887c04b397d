import { defineWorkflow, Executor, fromFile, type RunOptions } from "../../src/index.ts";
import type { ModulePolicy } from "../../src/workflow/module-policy.ts";

/** Where a deed is done. */
export const deeds = new URL("fixtures/deeds.ts", import.meta.url);

/** An executor of a Loader, whose result `loaded` is, and a module by file that does each of the deeds. */
export const deedsExecutor = (
  params: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  { loaded = [{ a: 1 }, { a: 2 }], ...options }: RunOptions & ModulePolicy & { readonly loaded?: unknown } = {},
) => {
  const { retry, timeout, ...others } = options;
  const workflow = defineWorkflow("deeds")
    .module("Loader", { run: () => loaded })
    .module("Deed", {
      run: fromFile(deeds),
      ...(retry !== undefined && { retry }),
      ...(timeout !== undefined && { timeout }),
    });
  return new Executor({ workflow, config: { Loader: { all: {} }, Deed: params }, runId: "deeds", ...others });
};

/** What became of each deed: its data, or its error. */
export const outcomes = (executor: ReturnType<typeof deedsExecutor>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...executor.status.executions()]
      .filter(({ moduleName }) => moduleName === "Deed")
      .map(({ key, experimentName, state, failure }) => [
        experimentName,
        state === "Completed" ? executor.status.getExecutionResult(key).data : (failure ?? state),
      ]),
  );

/** Does the deeds in an engine, or in the main thread, and says what became of each. */
export const runDeeds = async (
  params: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  options: Parameters<typeof deedsExecutor>[1] = {},
): Promise<Readonly<Record<string, unknown>>> => {
  const executor = deedsExecutor(params, options);
  await executor.run();
  return outcomes(executor);
};
