import { NotStorable } from "../error.ts";
import { contentHash } from "../store/value-codec/content-hash.ts";
import { encodeValue } from "../store/value-codec/encode-value.ts";
import type { Config } from "../workflow/config.ts";

/** One fingerprint for each experiment of each module, in plan order; null for params that hold code. */
export type ParamsFingerprints = readonly (readonly (string | null)[])[];

/** What the params of a config are, in short: kept with a run, so that it does not go on with other params. */
export const paramsFingerprints = ({ modules }: Config): ParamsFingerprints =>
  modules.map(({ experiments }) => experiments.map(({ params }) => fingerprintOf(params)));

/** The fingerprint of one value; null when it holds code, or anything else that cannot be stored exactly. */
export const fingerprintOf = (params: unknown): string | null => {
  try {
    return contentHash(encodeValue(params));
  } catch (thrown) {
    if (thrown instanceof NotStorable) return null;
    throw thrown;
  }
};
