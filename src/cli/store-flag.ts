import { Flag } from "effect/cli";

import { pathFlag } from "./path-flag.ts";

/** Where runs are kept unless said otherwise: in the current folder. */
export const defaultStore = ".runstate/runs.db";

/** `--store PATH`, of the commands that read stored runs. */
export const storeFlag = pathFlag("store", "PATH").pipe(
  Flag.withDefault(defaultStore),
  Flag.withDescription(`The file runs are kept in (default ${defaultStore})`),
);

/** `--json`, of the commands that print a summary or a list. */
export const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("Print one JSON document"),
);
