import * as Effect from "effect/Effect";

/** A file whose default export is a module's `run`, as `typeof import("./trainer.ts")` says it. */
export interface FileModule {
  readonly default: (args: never) => unknown;
}

type Returned<Module extends FileModule> = Awaited<ReturnType<Module["default"]>>;

/** The `run` that a file gives: always a Promise, since the file is loaded when it is first called. */
export type FileRun<Module extends FileModule> = (
  args: Parameters<Module["default"]> extends readonly [infer Args] ? Args : unknown,
) => Promise<Returned<Module>>;

const files = new WeakMap<object, URL>();

/**
 * The `run` of a module from a file of its own, whose default export it is: what `engine: workers(n)` runs in a thread.
 * Without such an engine the file is imported, and runs in the main thread like any other module.
 *
 * An Effect cannot go from one thread to another, so the file may not return one.
 *
 * @example
 * ```ts
 * const file = new URL("data:text/javascript,export default ({ input }) => input.data * 2");
 * const workflow = defineWorkflow("doubled")
 *   .module("Loader", { run: () => 21 })
 *   .module("Doubler", { run: fromFile<{ default: (args: { input: Tracked<number> }) => number }>(file) });
 * const executor = new Executor({ workflow, config: { Loader: { one: {} }, Doubler: { one: {} } } });
 * await executor.run();
 * executor.getResult("Loader[one]_Doubler[one]").data; // => 42
 * ```
 */
export const fromFile = <Module extends FileModule = { readonly default: (args: unknown) => unknown }>(
  file: Returned<Module> extends Effect.Effect<unknown, unknown, unknown> ? never : URL,
): FileRun<Module> => {
  const url: unknown = file;
  if (!(url instanceof URL))
    throw new TypeError(
      `fromFile: it takes a URL, got ${typeof url}. Write fromFile(new URL("./trainer.ts", import.meta.url))`,
    );
  // What the file exports is known to the compiler alone, as `Module` says it.
  const run = ((args: unknown) => runFile(url.href, args)) as FileRun<Module>;
  files.set(run, url);
  return run;
};

/** The file that a `run` was given by; undefined for one that is a function of the program itself. */
export const fileOf = (run: object): URL | undefined => files.get(run);

/** Calls the default export of a file, in whichever thread this is, and gives what it gives in the end. */
export const runFile = async (file: string, args: unknown): Promise<unknown> => {
  const loaded = (await import(/* @vite-ignore */ file)) as Readonly<Record<string, unknown>>;
  const run = loaded["default"];
  if (typeof run !== "function")
    throw new TypeError(
      `${file} has no function as its default export, but ${typeof run}. Write export default ({ input }) => …`,
    );
  const returned: unknown = await (run as (args: unknown) => unknown)(args);
  if (Effect.isEffect(returned))
    throw new TypeError(
      `${file} gave an Effect, which cannot go from one thread to another. Return a value or a Promise of one ` +
        "(Effect.runPromise), or give the module's run as a function of the workflow",
    );
  return returned;
};
