import type { IncomingMessage, ServerResponse } from "node:http";

import type { InspectedRelay } from "./inspected-relay.ts";

const flushMs = 100;
const heartbeatMs = 15_000;

/**
 * Sends the version of a relay's actors as server-sent events, at most every 100 ms: whoever hears of one asks for what
 * changed, as soon as it can take it. So a slow page holds nothing up, and a new one begins with all there is.
 */
export const sendVersions = (
  request: IncomingMessage,
  response: ServerResponse,
  relay: Pick<InspectedRelay, "version" | "onChange">,
): void => {
  let sent = -1;
  let timer: NodeJS.Timeout | undefined;
  const heartbeat = setInterval(() => response.write(": still here\n\n"), heartbeatMs);
  const flush = (): void => {
    timer = undefined;
    if (relay.version === sent || response.writableNeedDrain) return;
    sent = relay.version;
    response.write(`data: ${sent}\n\n`);
  };
  const forget = relay.onChange(() => {
    timer ??= setTimeout(flush, flushMs);
  });
  const stop = (): void => {
    clearInterval(heartbeat);
    clearTimeout(timer);
    forget();
  };
  request.on("close", stop);
  response.on("close", stop);
  response.on("drain", flush);
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  response.write("retry: 500\n\n");
  flush();
};
