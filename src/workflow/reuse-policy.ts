import type * as Effect from "effect/Effect";

/** What a module depends on besides params and results, by name: content, or the version or hash of what is large. */
export type Dependencies = Readonly<Record<string, unknown>>;

/**
 * When the result of an earlier run stands for an execution: what it is made from, as far as nobody else can know it.
 *
 * The name of the workflow, the execution's path, its params and its input are always compared. Code is not: a changed
 * module is the user's to tell, by another `version`.
 */
export interface ReusePolicy<Params, UpstreamName extends string> {
  /** The module's own version, raised whenever its results would be others. */
  readonly version?: string;
  /**
   * What else the results depend on: a file's bytes or hash, a library's version. Made anew for each execution; as a
   * value, a Promise or an Effect. When it fails nothing is reused, and the module runs.
   */
  readonly dependsOn?:
    | Dependencies
    | ((params: Params) => Dependencies | Promise<Dependencies> | Effect.Effect<Dependencies, unknown>);
  /** The modules whose results it asks for with `upstream`, but for the one before it. Any other is refused to it. */
  readonly upstream?: readonly UpstreamName[];
}

/** The policy of a module; undefined when nothing of it is reused. */
export const reusePolicyOf = <Params, UpstreamName extends string>(
  reuse: boolean | ReusePolicy<Params, UpstreamName> | undefined,
): ReusePolicy<Params, UpstreamName> | undefined => (reuse === true ? {} : reuse || undefined);
