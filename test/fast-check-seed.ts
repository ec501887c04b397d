import { configureGlobal, readConfigureGlobal } from "fast-check";

/** Every property of one test run shares this seed; `FC_SEED=… npm test` replays a failure. */
const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);

configureGlobal({ ...readConfigureGlobal(), seed });
process.env["FC_SEED"] = String(seed);
