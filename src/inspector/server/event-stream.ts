import type { IncomingMessage, ServerResponse } from "node:http";

import { rowsAfter } from "../protocol/row-batch.ts";
import type { RunFeed } from "./inspected-runs.ts";

/** How a stream is sent. */
export interface StreamPace {
  /** Records of about this time go together. */
  readonly flushMs: number;
  /** The most records of one message. */
  readonly batch: number;
  /** A comment after this time without records, so that nobody between takes the connection for dead. */
  readonly heartbeatMs: number;
  /** A reader that is this many records behind has to begin anew. */
  readonly mostBehind: number;
}

/** What the page is used to. */
export const streamPace: StreamPace = { flushMs: 50, batch: 500, heartbeatMs: 15_000, mostBehind: 100_000 };

/**
 * Sends the records after `after` as server-sent events, and those that come, until nothing more will.
 *
 * A message is a RowBatch under the `seq` of its last record, from which a browser resumes by itself. Nothing is sent
 * while the reader has not taken what was sent before; one that lags too far is told `resync` and has to begin anew.
 */
export const sendEvents = (
  request: IncomingMessage,
  response: ServerResponse,
  feed: RunFeed,
  after: number,
  pace: StreamPace = streamPace,
): void => {
  let sent = after;
  let blocked = false;
  let timer: NodeJS.Timeout | undefined;
  const heartbeat = setInterval(() => write(": still here\n\n"), pace.heartbeatMs);

  const write = (text: string): void => {
    if (response.write(text) || blocked) return;
    blocked = true;
    response.once("drain", () => {
      blocked = false;
      flush();
    });
  };
  const stop = (): void => {
    clearInterval(heartbeat);
    clearTimeout(timer);
    forget();
  };
  const end = (event: "end" | "resync"): void => {
    stop();
    response.end(`event: ${event}\ndata: ${sent}\n\n`);
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (feed.run.length - sent > pace.mostBehind) return end("resync");
    for (;;) {
      if (blocked || sent >= feed.run.length) break;
      const batch = rowsAfter(feed.run, sent, pace.batch);
      sent += batch.rows.length;
      heartbeat.refresh();
      write(`id: ${sent}\ndata: ${JSON.stringify(batch)}\n\n`);
    }
    if (feed.ended && sent >= feed.run.length) end("end");
  };
  const forget = feed.onChange(() => {
    if (feed.ended) flush();
    else timer ??= setTimeout(flush, pace.flushMs);
  });

  request.on("close", stop);
  response.on("close", stop);
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  write("retry: 500\n\n");
  // What is asked for is more than there is: another run has this id, or the server was begun anew.
  if (after > feed.run.length) end("resync");
  else flush();
};
