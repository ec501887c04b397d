import type { ActorsReport } from "../protocol/relay-api.ts";
import { decodeStately } from "./decode-stately.ts";
import { decodeXStateInspect } from "./decode-xstate-inspect.ts";
import { parsed } from "./relay-field.ts";
import type { RelayMessage } from "./relay-message.ts";

/** Which format a relay speaks. */
export type RelayProtocol = NonNullable<ActorsReport["protocol"]>;

/** A message of a relay as it was understood. */
export interface HeardMessage {
  readonly protocol: RelayProtocol;
  readonly messages: readonly RelayMessage[];
}

/** What is longer is not read: a context of megabytes with every step would take the inspector's memory and time. */
const mostLetters = 1_000_000;

/** Reads what a relay sends, of either format; undefined of what is too long, or says nothing of actors. Total. */
export const decodeRelayMessage = (text: unknown): HeardMessage | undefined => {
  if (typeof text !== "string" || text.length > mostLetters) return undefined;
  const given = parsed(text);
  const stately = decodeStately(given);
  if (stately !== undefined) return { protocol: "@statelyai/inspect", messages: stately };
  const older = decodeXStateInspect(given);
  return older && { protocol: "@xstate/inspect", messages: older };
};
