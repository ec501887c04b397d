import { createLogUpdate } from "log-update";

import { paintFor } from "./paint.ts";
import type { Progress } from "./progress.ts";
import { renderProgress } from "./render-progress.ts";
import { RunProgress } from "./run-progress.ts";
import type { Status } from "../status/status.ts";

const redrawMs = 100;

/** The table of modules and states on a terminal, drawn over itself; it leaves nothing behind when it ends. */
export const liveTable = (
  stream: NodeJS.WriteStream,
  write: NodeJS.WriteStream["write"],
): Progress & { readonly end: () => void } => {
  const terminal = Object.create(stream, { write: { value: write } }) as NodeJS.WriteStream;
  // The cursor is hidden here: log-update would write that to the diverted stderr, not to this terminal.
  const log = createLogUpdate(terminal, { showCursor: true });
  const paint = paintFor(stream);
  const progress = new RunProgress();
  let [shown, drawnAt] = [undefined as Status | undefined, Number.NEGATIVE_INFINITY];
  const draw = (): void => {
    if (shown === undefined) return;
    drawnAt = performance.now();
    // A terminal that does not know its size says it is 0 wide.
    const page = { width: stream.columns || 80, height: stream.rows || 24, paint };
    log(renderProgress(progress.view(shown, Date.now()), page));
  };
  const drawInTime = (): void => {
    if (performance.now() - drawnAt >= redrawMs * 0.9) draw();
  };
  // Time goes on while no record comes. The timer must not keep alive a process that has nothing else left to do.
  const timer = setInterval(drawInTime, redrawMs).unref();
  const end = (): void => {
    clearInterval(timer);
    process.off("exit", end);
    log.clear();
    write(showCursor);
  };
  // Whatever ends the process, it must not leave the user a terminal without a cursor.
  process.on("exit", end);
  write(hideCursor);
  return {
    tell: (record, status) => {
      progress.tell(record);
      shown = status;
      // A module that computes without a pause leaves the timer no time: what is seen meanwhile is drawn as it starts.
      if (record.type === "module.started") drawInTime();
    },
    note: (text) => {
      log.clear();
      write(text.endsWith("\n") ? text : `${text}\n`);
      draw();
    },
    end,
  };
};

const [hideCursor, showCursor] = ["\u001b[?25l", "\u001b[?25h"];
