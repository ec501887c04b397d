import { NotStorable } from "../store-error.ts";
import { contentHash } from "../store/value-codec/content-hash.ts";
import { encodeValue } from "../store/value-codec/encode-value.ts";
import type { Config } from "../workflow/config.ts";
import { maskOf } from "../workflow/mask-params.ts";
import { findSecrets, type RunSecrets } from "./run-secrets.ts";

/** One fingerprint for each experiment of each module, in plan order; null for params that hold code. */
export type ParamsFingerprints = readonly (readonly (string | null)[])[];

/**
 * What the params of a config are, in short: kept with a run, so that it does not go on with other params.
 *
 * Secrets are no part of it: a short one could be guessed from its hash, and a token that was renewed is no other param.
 */
export const paramsFingerprints = (config: Config, secrets: RunSecrets = findSecrets(config)): ParamsFingerprints => {
  const told = secrets.isEmpty ? (params: unknown) => params : maskOf(secrets);
  return config.modules.map(({ experiments }) => experiments.map(({ params }) => fingerprintOf(told(params))));
};

/** The fingerprint of one value; null when it holds code, or anything else that cannot be stored exactly. */
export const fingerprintOf = (params: unknown): string | null => {
  try {
    return contentHash(encodeValue(params));
  } catch (thrown) {
    if (thrown instanceof NotStorable) return null;
    throw thrown;
  }
};
