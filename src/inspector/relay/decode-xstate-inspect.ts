import { statusOf, typeIn } from "./decode-stately.ts";
import { idOf, isRecord, parsed, textOf, writtenOf } from "./relay-field.ts";
import { mostText, type RelayMessage } from "./relay-message.ts";

/** Reads a message of `@xstate/inspect`, whose parts are JSON text inside JSON; undefined of what is none. Total. */
export const decodeXStateInspect = (given: unknown): readonly RelayMessage[] | undefined => {
  if (!isRecord(given)) return undefined;
  const sessionId = idOf(given["sessionId"], mostText.id);
  if (sessionId === undefined) return undefined;
  switch (given["type"]) {
    case "service.register":
      return [actorOf(given, sessionId), ...stateOf(given["state"], sessionId)];
    case "service.event":
      return eventOf(given, sessionId);
    case "service.state":
      return stateOf(given["state"], sessionId);
    case "service.stop":
      return [{ kind: "stop", sessionId }];
    default:
      return undefined;
  }
};

type Given = Readonly<Record<string, unknown>>;

const actorOf = (given: Given, sessionId: string): RelayMessage => {
  const parent = idOf(given["parent"], mostText.id);
  const definition = idOf(given["machine"], mostText.definition);
  // Who comes late is told neither id nor parent by the server of the package itself.
  const machine = parsed(given["machine"]);
  const name = textOf(given["id"], mostText.name) ?? (isRecord(machine) ? textOf(machine["id"], mostText.name) : "");
  return {
    kind: "actor",
    sessionId,
    name: name === undefined || name === "" ? sessionId : name,
    ...(parent !== undefined && { parent }),
    ...(definition !== undefined && { definition }),
  };
};

const eventOf = (given: Given, sessionId: string): readonly RelayMessage[] => {
  const event = parsed(given["event"]);
  const type = isRecord(event) ? textOf(event["name"], mostText.event) : undefined;
  if (!isRecord(event) || type === undefined) return [];
  const origin = idOf(event["origin"], mostText.id);
  const { type: _, ...rest } = isRecord(event["data"]) ? event["data"] : {};
  const text = Object.keys(rest).length === 0 ? undefined : writtenOf(rest, mostText.text);
  return [
    {
      kind: "event",
      sessionId,
      event: type,
      ...(origin !== undefined && origin !== sessionId && { source: origin }),
      ...(text !== undefined && { text }),
    },
  ];
};

const stateOf = (given: unknown, sessionId: string): readonly RelayMessage[] => {
  const state = parsed(given);
  if (!isRecord(state)) return [];
  const event = typeIn(state["event"]);
  const context = writtenOf(state["context"], mostText.context, 2);
  return [
    {
      kind: "snapshot",
      sessionId,
      // Version 4 knows only whether an actor is done; who tells of actors of version 5 may say more.
      status: statusOf(state["status"]) ?? (state["done"] === true ? "done" : "active"),
      ...(event !== undefined && { event }),
      ...("value" in state && { value: state["value"] }),
      ...(context !== undefined && { context }),
    },
  ];
};
