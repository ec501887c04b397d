/** Places the statecharts of the library's own machines, which do not change while a page is looked at. */
import { writeFileSync } from "node:fs";

import { experimentMachine, moduleMachine, runMachine } from "../machines/index.ts";
import { placeChart } from "../src/inspector/chart/place-chart.ts";
import { toChart } from "../src/inspector/chart/to-chart.ts";

const placed = await Promise.all(
  [runMachine, experimentMachine, moduleMachine].map((machine) => placeChart(toChart(machine))),
);
const [run, experiment, module] = placed;

writeFileSync(
  new URL("../src/inspector/chart/built-in-charts.ts", import.meta.url),
  `/* oxlint-disable max-lines -- Made by scripts/place-charts.ts; a test says when it has to be made again. */
import type { PlacedChart } from "./chart.ts";

/** The statecharts of the library's own machines. */
export const builtInCharts: { readonly [Name in "run" | "experiment" | "module"]: PlacedChart } = ${JSON.stringify(
    { run, experiment, module },
    undefined,
    2,
  )};
`,
);
