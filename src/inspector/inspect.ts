import type { InspectionEvent } from "xstate";

import { checkOptions } from "../workflow/check-options.ts";
import { ActorLog } from "./server/actor-log.ts";
import { ExecutorRuns, type InspectedExecutor } from "./server/executor-runs.ts";
import { serveRuns } from "./server/inspector-server.ts";
import { openPage } from "./server/open-page.ts";
import { packageVersion } from "./server/package-version.ts";

/** How runs are shown. */
export interface InspectOptions {
  /** The port on 127.0.0.1. Default 0: any that is free. */
  readonly port?: number;
  /** Opens the page in the browser. Default false. */
  readonly open?: boolean;
  /** Lets the page cancel and retry runs. Default false: it only shows. */
  readonly allowControl?: boolean;
}

/** An inspector at work. */
export interface Inspector {
  readonly port: number;
  /** A new link that opens the page, once; at one run, when its id is given. */
  link(runId?: string): string;
  /**
   * Shows the machines of an actor system of yours too: give it to `createActor(machine, { inspect })`, or as the
   * executor's option `inspect`.
   */
  readonly watch: (event: InspectionEvent) => void;
  /** Shows nothing more, and frees the port. */
  close(): Promise<void>;
}

/**
 * Shows the runs of an executor in the browser, live: on this machine only, to who opens a link that works once.
 *
 * Rejects with an Error when the port is taken.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("hello").module("Loader", { run: () => [{ n: 1 }] });
 * const executor = new Executor({ workflow, config: { Loader: { one: {} } } });
 * const inspector = await inspect(executor);
 * inspector.link(); // => "http://127.0.0.1:…/?token=…"
 * await executor.run();
 * await inspector.close();
 * ```
 */
export const inspect = async (executor: InspectedExecutor, options: InspectOptions = {}): Promise<Inspector> => {
  checkOptions("inspect", options, "port open allowControl");
  const actors = new ActorLog(Date.now);
  const runs = new ExecutorRuns(executor, actors);
  const server = await serveRuns(runs, {
    version: packageVersion(),
    ...(options.port !== undefined && { port: options.port }),
    ...(options.allowControl !== undefined && { allowControl: options.allowControl }),
  });
  if (options.open === true) openPage(server.link());
  return {
    port: server.port,
    link: (runId) => server.link(runId),
    watch: actors.watch,
    close: () => {
      runs.close();
      return server.close();
    },
  };
};
