import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

import { actorOf, type InspectionEventLike, rootOf, seenSnapshot, type StateNodeLike } from "./inspected-actor.ts";
import { lifecycleDefinition, machineDefinition } from "./machine-definition.ts";

/** How actors are shown. */
export interface XStateInspectOptions {
  /** The port on 127.0.0.1. Default 0: any that is free. */
  readonly port?: number;
  /** The most actors that are told to who comes later. Default 10,000; those that have ended go first. */
  readonly keep?: number;
}

/** A relay at work. */
export interface XStateInspect {
  /** Give it to `createActor(machine, { inspect })`, or to a runstate executor as its option `inspect`. */
  readonly inspect: (event: InspectionEventLike) => void;
  /** Where a client of `@xstate/inspect` finds it, without its protocol: `127.0.0.1:4000/?token=…`. */
  readonly server: string;
  close(): Promise<void>;
}

const lifecycleText = JSON.stringify(lifecycleDefinition);

/** An actor that is told of, with its last message of each kind for who comes later. */
interface Told {
  readonly register: Message;
  state: Message;
  ended: boolean;
}

type Message = Readonly<Record<string, string>>;

/**
 * Shows the actors of an XState 5 system to clients of `@xstate/inspect`: every actor with its parent, every event, every
 * state. It only shows: what a client sends is not heard.
 *
 * It listens on 127.0.0.1 alone, and answers a WebSocket that brings the token of `server`.
 */
export const startXStateInspect = async (options: XStateInspectOptions = {}): Promise<XStateInspect> => {
  const token = randomBytes(24).toString("base64url");
  const web = createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const actors = new Map<string, Told>();
  /** The text of each machine, written once however many actors it has. */
  const machines = new WeakMap<object, string>();
  const machineText = (root: StateNodeLike): string => {
    const known = machines.get(root) ?? JSON.stringify(machineDefinition(root));
    machines.set(root, known);
    return known;
  };
  const { keep = 10_000 } = options;

  web.on("upgrade", (request, socket, head) => {
    if (!isOurs(request, token, port)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on("error", () => client.terminate());
      for (const [sessionId, { register, state, ended }] of actors) {
        send(client, register);
        send(client, state);
        if (ended) send(client, { type: "service.stop", sessionId });
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    web.once("error", reject);
    web.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = web.address() as AddressInfo;

  const tell = (message: Message): void => {
    for (const client of sockets.clients) send(client, message);
  };

  const meet = (event: InspectionEventLike, sessionId: string): Told | undefined => {
    const known = actors.get(sessionId);
    if (known !== undefined) return known;
    const actor = actorOf(event.actorRef);
    const seen = seenSnapshot(event.snapshot);
    if (actor === undefined || seen === undefined) return undefined;
    const root = rootOf(actor);
    const state = { type: "service.state", state: stateText(sessionId, event, seen), sessionId };
    const told: Told = {
      register: {
        type: "service.register",
        machine: root === undefined ? lifecycleText : machineText(root),
        state: state.state,
        id: actor.id ?? sessionId,
        sessionId,
        // Not even the real package's server says whose child an actor is, although its clients ask for it.
        ...(actor._parent && { parent: actor._parent.sessionId }),
      },
      state,
      ended: false,
    };
    if (actors.size >= keep) forgetOne(actors);
    actors.set(sessionId, told);
    tell(told.register);
    return told;
  };

  const inspect = (event: InspectionEventLike): void => {
    const actor = actorOf(event.actorRef);
    if (actor === undefined) return;
    const { sessionId } = actor;
    if (event.type === "@xstate.event" && actors.has(sessionId) && event.event !== undefined)
      tell({ type: "service.event", event: eventText(event.event.type, sessionId), sessionId });
    if (event.type !== "@xstate.snapshot") return;
    const seen = seenSnapshot(event.snapshot);
    const told = meet(event, sessionId);
    if (seen === undefined || told === undefined || told.ended) return;
    told.state = { type: "service.state", state: stateText(sessionId, event, seen), sessionId };
    tell(told.state);
    if (seen.status === "active") return;
    told.ended = true;
    tell({ type: "service.stop", sessionId });
  };

  return {
    inspect,
    server: `127.0.0.1:${port}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        web.close(() => resolve());
        web.closeAllConnections();
      }),
  };
};

/** Who brings the token, under a name of this machine, and from no page of another origin. */
const isOurs = ({ url, headers }: IncomingMessage, token: string, port: number): boolean => {
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? "")) return false;
  const from = headers.origin === undefined ? "localhost" : URL.parse(headers.origin)?.hostname;
  if (from !== "127.0.0.1" && from !== "localhost") return false;
  // An address may be anything at all: `//`, `http://[`.
  const given = Buffer.from(URL.parse(url ?? "/", "http://localhost")?.searchParams.get("token") ?? "");
  const expected = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

/** A client that takes nothing any more would fill the memory of the run. */
const mostBuffered = 16 * 1024 * 1024;

const send = (client: WebSocket, message: Message): void => {
  if (client.bufferedAmount > mostBuffered) return client.terminate();
  if (client.readyState === client.OPEN) client.send(JSON.stringify(message));
};

/** An event as XState 4 wraps it. */
const wrapped = (type: string, sessionId: string) => ({
  name: type,
  type: "external",
  $$type: "scxml",
  data: { type },
  origin: sessionId,
});

const eventText = (type: string, sessionId: string): string => JSON.stringify(wrapped(type, sessionId));

const stateText = (
  sessionId: string,
  { event }: InspectionEventLike,
  { value, context, status }: { readonly status: string; readonly value: unknown; readonly context: unknown },
): string => {
  const type = event?.type ?? "xstate.init";
  return JSON.stringify({
    value,
    context: plain(context),
    _event: wrapped(type, sessionId),
    _sessionid: sessionId,
    event: { type },
    actions: [],
    activities: {},
    meta: {},
    events: [],
    configuration: [],
    transitions: [],
    children: {},
    done: status === "done",
    // What version 4 has no word for: its own clients pass it over.
    status,
    tags: [],
  });
};

/** A context may hold actors, cycles and bigints. */
const plain = (context: unknown): unknown => {
  try {
    return JSON.parse(JSON.stringify(context ?? {})) as unknown;
  } catch {
    return "a context that JSON cannot hold";
  }
};

/** The oldest that has ended; where none has, the oldest. */
const forgetOne = (actors: Map<string, Told>): void => {
  for (const [sessionId, { ended }] of actors)
    if (ended) {
      actors.delete(sessionId);
      return;
    }
  const [oldest] = actors.keys();
  if (oldest !== undefined) actors.delete(oldest);
};
