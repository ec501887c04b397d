import { configureGlobal, readConfigureGlobal } from "fast-check";

const { FC_SEED: seed, FC_RUNS: numRuns } = process.env;

configureGlobal({
  ...readConfigureGlobal(),
  seed: Number(seed),
  // Of the laws that do not say themselves how often they are asked: `FC_RUNS=5000` looks for what happens once in a while.
  ...(numRuns !== undefined && { numRuns: Number(numRuns) }),
});
