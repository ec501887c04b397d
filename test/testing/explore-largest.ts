/**
 * Walks through everything that can happen to a run of 3 modules with 2 experiments each and 3 workers, with one fault at
 * any point: `npm run explore`. About a minute of one processor and 1 GB, which is why it is no part of `npm test`; that
 * walks through smaller runs.
 *
 * Exits with 1 when something is wrong in any state, or not all were visited.
 */
import { describeExploration, exploreRun } from "../../src/testing/index.ts";

const found = exploreRun({ modules: 3, experiments: 2, concurrency: 3, faults: 1 });
console.log(describeExploration(found));
if (!found.complete || found.counterexample !== undefined) process.exitCode = 1;
