import { diffSchemas } from "../../schema/diff-schemas.ts";
import type { Schema } from "../../schema/schema.ts";
import type { ServerInfo } from "../protocol/api.ts";
import { encodeRunDocument } from "../protocol/run-document.ts";
import { rowsAfter } from "../protocol/row-batch.ts";
import { type Answer, nothingHere } from "./answer.ts";
import type { InspectedRelay } from "./inspected-relay.ts";
import type { InspectedRuns, RunFeed } from "./inspected-runs.ts";

/** What a route is asked. */
export interface Asked {
  readonly runs: InspectedRuns;
  /** The relay whose actors are shown, where one is. */
  readonly relay: InspectedRelay | undefined;
  readonly info: ServerInfo;
  readonly query: URLSearchParams;
  /** The last record that a browser resuming a stream has. */
  readonly lastEventId: string | undefined;
}

/** One kind of address, and what is answered there. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Its parts after `/api/v1/`; one that begins with `:` stands for any text. */
  readonly path: readonly string[];
  readonly answer: (asked: Asked, ...parts: string[]) => Promise<Answer>;
}

/** The most records of one answer. */
export const mostRecords = 500;
const mostRows = 10_000;

const ofRun = (
  method: Route["method"],
  rest: readonly string[],
  answer: (feed: RunFeed, asked: Asked, part: string) => Promise<Answer>,
): Route => ({
  method,
  path: ["runs", ":run", ...rest],
  answer: async (asked, runId = "", part = "") => {
    const feed = await asked.runs.open(runId);
    return feed === undefined
      ? { kind: "refused", status: 404, text: `There is no run ${runId}.` }
      : answer(feed, asked, part);
  },
});

const ofRelay = (
  rest: readonly string[],
  answer: (relay: InspectedRelay, asked: Asked, part: string) => Answer | Promise<Answer>,
): Route => ({
  method: "GET",
  path: ["relay", ...rest],
  answer: async (asked, part = "") =>
    asked.relay === undefined
      ? { kind: "refused", status: 404, text: "This inspector listens to no relay." }
      : answer(asked.relay, asked, part),
});

const json = (value: unknown): Answer => (value === undefined ? nothingHere : { kind: "json", value });

/** Every address of the inspector's API. */
export const routes: readonly Route[] = [
  { method: "GET", path: ["info"], answer: async ({ info }) => json(info) },
  { method: "GET", path: ["runs"], answer: async ({ runs }) => json(await runs.list()) },
  ofRun("GET", [], async ({ run }) => ({
    kind: "bytes",
    type: "application/octet-stream",
    bytes: encodeRunDocument(run),
  })),
  ofRun("GET", ["events"], async ({ run }, { query }) => json(rowsAfter(run, numberIn(query, "after") ?? 0, mostRows))),
  ofRun("GET", ["stream"], async (feed, { query, lastEventId }) => {
    const resumed = lastEventId !== undefined && /^\d{1,15}$/u.test(lastEventId) ? Number(lastEventId) : undefined;
    return { kind: "stream", feed, after: resumed ?? numberIn(query, "after") ?? 0 };
  }),
  ofRun("GET", ["records"], async (feed, { query }) => {
    const [from, to] = [numberIn(query, "from"), numberIn(query, "to")];
    if (from === undefined || to === undefined || to - from >= mostRecords || from < 1)
      return { kind: "refused", status: 400, text: `Give from and to, at most ${mostRecords} records apart.` };
    return json(await feed.records(from, to));
  }),
  ofRun("GET", ["schemas", ":fingerprint"], async (feed, _, fingerprint) => json(await feed.schema(fingerprint))),
  ofRun("GET", ["difference"], async (feed, { runs, query }) => {
    const other = await runs.open(query.get("run") ?? "");
    if (other === undefined) return nothingHere;
    const [before, after] = await Promise.all([
      schemaOf(feed, query.get("before")),
      schemaOf(other, query.get("after")),
    ]);
    return before === undefined || after === undefined ? nothingHere : json(diffSchemas(before, after)?.changes ?? []);
  }),
  ofRun("GET", ["results", ":execution"], async (feed, _, execution) => {
    const number = /^\d{1,9}$/u.test(execution) ? Number(execution) : undefined;
    return number === undefined ? nothingHere : json(await feed.result(number));
  }),
  ofRun("GET", ["actors"], async (feed) => json(feed.actors())),
  ofRelay(["actors"], (relay, { query }) =>
    json(relay.report(numberIn(query, "epoch") ?? 0, numberIn(query, "after") ?? 0)),
  ),
  ofRelay(["actors", ":actor"], (relay, _, actor) => json(relay.detail(actor))),
  ofRelay(["charts", ":chart"], async (relay, { query }, chart) =>
    /^\d{1,9}$/u.test(chart) ? json(await relay.chart(numberIn(query, "epoch") ?? 0, Number(chart))) : nothingHere,
  ),
  ofRelay(["stream"], (relay) => ({ kind: "versions", relay })),
  ofRun("POST", ["cancel"], async ({ run }, { runs }) => {
    await runs.control?.cancel(run.head.runId);
    return json({ asked: "cancel" });
  }),
  ofRun("POST", ["retry"], async ({ run }, { runs }) => {
    try {
      await runs.control?.retry(run.head.runId);
      return json({ asked: "retry" });
    } catch (thrown) {
      return { kind: "refused", status: 409, text: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }),
];

/** Finds the route of an address, and answers there. */
export const answerRoute = async (method: string, parts: readonly string[], asked: Asked): Promise<Answer> => {
  for (const route of routes) {
    if (route.method !== method || route.path.length !== parts.length) continue;
    if (!route.path.every((part, place) => part.startsWith(":") || part === parts[place])) continue;
    return route.answer(asked, ...parts.filter((_, place) => route.path[place]?.startsWith(":")));
  }
  return nothingHere;
};

/** Null where none is asked for, undefined where there is none. */
const schemaOf = async (feed: RunFeed, fingerprint: string | null): Promise<Schema | null | undefined> =>
  fingerprint === null ? null : feed.schema(fingerprint);

const numberIn = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  return text !== null && /^\d{1,15}$/u.test(text) ? Number(text) : undefined;
};
