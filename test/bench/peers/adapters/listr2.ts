/** A list of seven tasks, made and run for each path, with nothing drawn. It knows a task's state while it runs. */
import { Listr } from "listr2";

import type { Adapter } from "../adapter.ts";
import { moduleName, places, work } from "../work.ts";

const tasks = places.map((place) => ({ title: moduleName(place), task: () => void work(place) }));

const silent: Adapter["cases"][string] = () => {
  let last: { readonly tasks: readonly { isCompleted(): boolean }[] } | undefined;
  return {
    run: async (paths) => {
      for (let path = 0; path < paths; path++) {
        const list = new Listr(tasks, { renderer: "silent" });
        await list.run();
        last = list;
      }
    },
    check: () => {
      if (!last?.tasks.every((task) => task.isCompleted())) throw new Error("the last list is not completed");
    },
  };
};

export const cases: Adapter["cases"] = { silent };
