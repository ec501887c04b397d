import { ConfigError } from "../../src/error.ts";

/** The ConfigError that `act` throws; anything else it does fails the test. */
export const refusal = (act: () => unknown): ConfigError => {
  let result: unknown;
  try {
    result = act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`expected a ConfigError, got ${JSON.stringify(result)}`);
};

/** The paths and reasons of a refusal, in order. */
export const reasons = (act: () => unknown): readonly string[] =>
  refusal(act).issues.map(({ path, reason }) => `${path.join("/")}: ${reason}`);
