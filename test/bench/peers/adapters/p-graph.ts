/** A graph of seven nodes in a row, made and run for each path. It records nothing. */
import { PGraph } from "p-graph";

import type { Adapter } from "../adapter.ts";
import { moduleName, places, work } from "../work.ts";

const nodes = new Map(places.map((place) => [moduleName(place), { run: () => work(place) }]));
const edges = places.slice(1).map((place): [string, string] => [moduleName(place - 1), moduleName(place)]);

export const cases: Adapter["cases"] = {
  graph: () => ({
    run: async (paths) => {
      for (let path = 0; path < paths; path++) await new PGraph(nodes, edges).run();
    },
  }),
};
