import { ConfigError, StatusError } from "../error.ts";
import { StoreError, StoreLocked } from "../store-error.ts";
import { ownFrame } from "./own-frame.ts";
import { UsageError } from "./usage-error.ts";

/** Why a run could not begin: a refused config or store, or a layer of services that could not be built. */
export const startFailure = (
  thrown: unknown,
  redact: (text: string) => string = (text) => text,
): ConfigError | StatusError | StoreError | StoreLocked | UsageError => {
  if (thrown instanceof ConfigError || thrown instanceof StatusError) return thrown;
  if (thrown instanceof StoreError || thrown instanceof StoreLocked) return thrown;
  const error = thrown instanceof Error ? thrown : undefined;
  const frame = ownFrame(error?.stack);
  return new UsageError({
    subject: "the run could not begin",
    reason: redact(
      `${error?.name ?? typeof thrown}: ${error?.message ?? String(thrown)}${frame === undefined ? "" : ` (at ${frame})`}`,
    ),
    remedy: "A service that the modules need may be missing from the workflow file's export `layer`.",
  });
};
