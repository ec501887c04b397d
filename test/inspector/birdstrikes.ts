import { readFileSync } from "node:fs";

import workflow from "../../examples/01-birdstrikes/workflow.ts";
import { parseConfigYaml } from "../../src/index.ts";

const text = readFileSync(new URL("../../examples/01-birdstrikes/config.yaml", import.meta.url), "utf8");

/** The example as it is, on the first rows of its data: all of its modules and experiments, in a second. */
export const birdstrikes = { workflow, config: parseConfigYaml(text.replace(/(birdstrikes: \{)/u, "$1 rows: 400,")) };
