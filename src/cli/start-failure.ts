import { ConfigError } from "../error.ts";
import { ownFrame } from "./own-frame.ts";
import { UsageError } from "./usage-error.ts";

/** Why a run could not begin: a refused config, or a layer of services that could not be built. */
export const startFailure = (thrown: unknown): ConfigError | UsageError => {
  if (thrown instanceof ConfigError) return thrown;
  const error = thrown instanceof Error ? thrown : undefined;
  const frame = ownFrame(error?.stack);
  return new UsageError({
    subject: "the run could not begin",
    reason: `${error?.name ?? typeof thrown}: ${error?.message ?? String(thrown)}${frame === undefined ? "" : ` (at ${frame})`}`,
    remedy: "A service that the modules need may be missing from the workflow file's export `layer`.",
  });
};
