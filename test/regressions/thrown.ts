import { ConfigError, JournalError, StatusError } from "../../src/index.ts";

/** The expected failure that `act` throws; anything else it does fails the test. */
export const thrownBy = (act: () => unknown): ConfigError | JournalError | StatusError => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof ConfigError || thrown instanceof JournalError || thrown instanceof StatusError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
};

/** Why there is no answer to a question to a status. */
export const noAnswer = (ask: () => unknown): StatusError["reason"] => {
  const thrown = thrownBy(ask);
  if (thrown instanceof StatusError) return thrown.reason;
  throw thrown;
};

/** The names a ConfigError complains of, as paths. */
export const refusedNames = (act: () => unknown): readonly string[] => {
  const thrown = thrownBy(act);
  if (thrown instanceof ConfigError) return thrown.issues.map(({ path }) => path.join("/"));
  throw thrown;
};
