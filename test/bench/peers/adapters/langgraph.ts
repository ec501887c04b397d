/** A graph of seven nodes in a row; a thread per path, where there is a checkpointer. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Annotation, type BaseCheckpointSaver, END, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import type { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";

import { type Adapter, CannotRun, type OpenPeer } from "../adapter.ts";
import { moduleName, modulesPerPath, places, schemaReference, work } from "../work.ts";

const State = Annotation.Root({ value: Annotation<number>(), schema: Annotation<string>() });

/** The names of nodes are in the type of a graph, which a loop cannot say. */
interface Builder {
  addNode(name: string, run: () => typeof State.Update): unknown;
  addEdge(from: string, to: string): unknown;
}

const newGraph = (checkpointer: BaseCheckpointSaver | undefined) => {
  const graph = new StateGraph(State);
  const builder = graph as unknown as Builder;
  for (const place of places)
    builder.addNode(moduleName(place), () => ({ value: work(place), schema: schemaReference(place + 1) }));
  builder.addEdge(START, moduleName(0));
  for (const place of places.slice(1)) builder.addEdge(moduleName(place - 1), moduleName(place));
  builder.addEdge(moduleName(modulesPerPath - 1), END);
  return graph.compile(checkpointer === undefined ? {} : { checkpointer });
};

const open = (newSaver: () => BaseCheckpointSaver | undefined): OpenPeer => {
  let graph: ReturnType<typeof newGraph> | undefined;
  let kept = false;
  return {
    run: async (paths) => {
      const saver = newSaver();
      kept = saver !== undefined;
      graph = newGraph(saver);
      for (let path = 0; path < paths; path++)
        await graph.invoke({ value: 0, schema: schemaReference(0) }, { configurable: { thread_id: `path${path}` } });
    },
    check: async (paths) => {
      if (!kept || graph === undefined) return;
      let checkpoints = 0;
      for await (const state of graph.getStateHistory({ configurable: { thread_id: `path${paths - 1}` } })) {
        if (checkpoints++ === 0 && state.values["schema"] !== schemaReference(modulesPerPath))
          throw new Error(`the last checkpoint has the schema ${String(state.values["schema"])}`);
      }
      if (checkpoints < modulesPerPath) throw new Error(`${checkpoints} checkpoints of ${modulesPerPath} steps`);
    },
  };
};

/** Its database is a native part: version 13, as those before crash in the garbage collector of Node 24.19 and later. */
const loadSaver = async () => {
  try {
    const { SqliteSaver: Saver } = await import("@langchain/langgraph-checkpoint-sqlite");
    Saver.fromConnString(":memory:").db.close();
    return Saver;
  } catch (error) {
    throw new CannotRun(`better-sqlite3 could not be loaded: ${String(error)}`);
  }
};

const openFiles = async (): Promise<OpenPeer> => {
  const Saver = await loadSaver();
  const folder = mkdtempSync(join(tmpdir(), "langgraph-peers-"));
  let saver: SqliteSaver | undefined;
  let files = 0;
  return {
    ...open(() => {
      saver?.db.close();
      saver = Saver.fromConnString(join(folder, `${files++}.db`));
      // The durability of runstate: it sets WAL itself, and leaves this at whatever the library was compiled with.
      saver.db.pragma("synchronous = NORMAL");
      return saver;
    }),
    close: () => {
      saver?.db.close();
      rmSync(folder, { recursive: true });
    },
  };
};

export const cases: Adapter["cases"] = {
  none: () => open(() => undefined),
  memory: () => open(() => new MemorySaver()),
  sqlite: openFiles,
};
