/** `runstate/workers`: modules that compute, in threads of their own, on `node:worker_threads`. */
export { workers, type WorkersOptions } from "./workers.ts";
