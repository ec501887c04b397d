import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";

import { appendRows, type RowBatch } from "../../../src/inspector/protocol/row-batch.ts";
import { recordRow } from "../../../src/inspector/protocol/record-row.ts";
import { RunColumns } from "../../../src/inspector/protocol/run-columns.ts";
import { sendEvents, type StreamPace } from "../../../src/inspector/server/event-stream.ts";
import { GrowingRun } from "../../../src/inspector/server/growing-run.ts";
import type { RunFeed } from "../../../src/inspector/server/inspected-runs.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";

const started = {
  type: "run.started",
  seq: 1,
  at: 0,
  version: 1,
  runId: "r",
  workflow: "w",
  modules: [{ moduleName: "Loader", experiments: ["a"] }],
  concurrency: 1,
  onFailure: "continue",
} as unknown as JournalRecord;

const resumed = (seq: number): JournalRecord => ({ type: "run.resumed", seq, at: seq, concurrency: 1 });

const feedOf = (growing: GrowingRun): RunFeed => ({
  run: growing.run,
  get ended() {
    return growing.ended;
  },
  onChange: (listener) => growing.onChange(listener),
  records: () => Promise.resolve([]),
  schema: () => Promise.resolve(undefined),
  result: () => Promise.resolve({ kind: "none", reason: "" }),
  actors: () => ({ actors: [] }),
});

const pace: StreamPace = { flushMs: 1, batch: 500, heartbeatMs: 60_000, mostBehind: 100_000 };

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

const serve = async (growing: GrowingRun, how: StreamPace): Promise<number> => {
  server = createServer((asked, response) => {
    const after = Number(new URL(asked.url ?? "/", "http://x").searchParams.get("after") ?? 0);
    sendEvents(asked, response, feedOf(growing), after, how);
  });
  await new Promise<void>((resolve) => {
    server?.listen(0, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
};

const open = (port: number, after: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: `/?after=${after}` }, resolve)
      .on("error", reject)
      .end();
  });

/** The messages of a stream, to its end. */
const read = async (stream: IncomingMessage): Promise<readonly { readonly event: string; readonly data: string }[]> => {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text.split("\n\n").flatMap((message) => {
    const data = /^data: (.*)$/mu.exec(message)?.[1];
    return data === undefined ? [] : [{ event: /^event: (.*)$/mu.exec(message)?.[1] ?? "message", data }];
  });
};

describe("the stream of a run", () => {
  test("gives every record once, in order, from where it is asked for to the end", async () => {
    const growing = new GrowingRun(started);
    const port = await serve(growing, pace);
    const reading = open(port, 0).then(read);
    await expect.poll(() => growing.run.length).toBe(1);
    for (let seq = 2; seq <= 3000; seq++) growing.append(resumed(seq));
    growing.end();
    const messages = await reading;
    const copy = new RunColumns(growing.run.head);
    for (const { event, data } of messages.slice(0, -1)) {
      expect(event).toBe("message");
      expect(appendRows(copy, JSON.parse(data) as RowBatch)).toBe(true);
    }
    expect(messages.at(-1)?.event).toBe("end");
    expect(copy.length).toBe(3000);
    expect(copy.row(2999)).toEqual(recordRow(resumed(2999)));
    const rest = await read(await open(port, 2990));
    expect((JSON.parse(rest[0]?.data ?? "{}") as RowBatch).from).toBe(2991);
  });

  test("waits for a reader that is slow, and tells one that is too slow to begin anew", async () => {
    const growing = new GrowingRun(started);
    const port = await serve(growing, { ...pace, mostBehind: 150_000 });
    const stream = await open(port, 0);
    stream.pause();
    for (let seq = 2; seq <= 100_000; seq++) growing.append(resumed(seq));
    // Nobody reads: what the sockets take is sent, and the rest waits.
    for (let seq = 100_001; seq <= 400_000; seq++) {
      growing.append(resumed(seq));
      if (seq % 50_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    growing.end();
    const messages = await read(stream);
    expect(messages.at(-1)?.event).toBe("resync");
    const rows = messages.slice(0, -1).flatMap(({ data }) => (JSON.parse(data) as RowBatch).rows);
    expect(rows.length).toBeLessThan(400_000);
  });

  test("tells a reader that has more than there is to begin anew", async () => {
    const port = await serve(new GrowingRun(started), pace);
    const messages = await read(await open(port, 50));
    expect(messages.map(({ event }) => event)).toEqual(["resync"]);
  });
});
