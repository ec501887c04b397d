import type { ActorStatus } from "../protocol/relay-api.ts";
import { idOf, isRecord, textOf, writtenOf } from "./relay-field.ts";
import { mostText, type RelayMessage } from "./relay-message.ts";

/** Reads a message of `@statelyai/inspect`; undefined of what is none. Total. */
export const decodeStately = (given: unknown): readonly RelayMessage[] | undefined => {
  if (!isRecord(given)) return undefined;
  const sessionId = idOf(given["sessionId"], mostText.id);
  if (sessionId === undefined) return undefined;
  switch (given["type"]) {
    case "@xstate.actor":
      return [actorOf(given, sessionId), ...snapshotOf(given, sessionId)];
    case "@xstate.event":
      return eventOf(given, sessionId);
    case "@xstate.snapshot":
      return snapshotOf(given, sessionId);
    default:
      return undefined;
  }
};

type Given = Readonly<Record<string, unknown>>;

const actorOf = (given: Given, sessionId: string): RelayMessage => {
  const parent = idOf(given["parentId"], mostText.id);
  const definition = idOf(given["definition"], mostText.definition);
  const toldAt = textOf(given["createdAt"], mostText.id);
  return {
    kind: "actor",
    sessionId,
    name: textOf(given["name"], mostText.name) ?? sessionId,
    ...(parent !== undefined && { parent }),
    ...(definition !== undefined && { definition }),
    ...(toldAt !== undefined && { toldAt }),
  };
};

const eventOf = (given: Given, sessionId: string): readonly RelayMessage[] => {
  const event = typeIn(given["event"]);
  if (event === undefined) return [];
  const source = idOf(given["sourceId"], mostText.id);
  const { type: _, ...rest } = isRecord(given["event"]) ? given["event"] : {};
  const text = Object.keys(rest).length === 0 ? undefined : writtenOf(rest, mostText.text);
  return [
    {
      kind: "event",
      sessionId,
      event,
      ...(source !== undefined && { source }),
      ...(text !== undefined && { text }),
    },
  ];
};

const snapshotOf = (given: Given, sessionId: string): readonly RelayMessage[] => {
  const snapshot = given["snapshot"];
  if (!isRecord(snapshot)) return [];
  const event = typeIn(given["event"]);
  const context = writtenOf(snapshot["context"], mostText.context, 2);
  const error = writtenOf(snapshot["error"], mostText.context, 2);
  return [
    {
      kind: "snapshot",
      sessionId,
      status: statusOf(snapshot["status"]) ?? "active",
      ...(event !== undefined && { event }),
      ...("value" in snapshot && { value: snapshot["value"] }),
      ...(context !== undefined && { context }),
      ...(error !== undefined && { error }),
    },
  ];
};

/** The type of an event, cut where it is long. */
export const typeIn = (event: unknown): string | undefined =>
  isRecord(event) ? textOf(event["type"], mostText.event) : undefined;

/** A status as XState 5 has it. */
export const statusOf = (given: unknown): ActorStatus | undefined =>
  (["active", "done", "error", "stopped"] as const).find((status) => status === given);
