import type { ActorStatus } from "../protocol/relay-api.ts";

/** What a relay says of one actor, in whichever format it says it. Texts are cut to {@link mostText}. */
export type RelayMessage =
  | {
      readonly kind: "actor";
      readonly sessionId: string;
      readonly name: string;
      readonly parent?: string;
      /** Its machine as JSON text; absent of actors that have none. */
      readonly definition?: string;
      /** When this was said first, where that is known: who says it again at another time is another actor. */
      readonly toldAt?: string;
    }
  | {
      readonly kind: "event";
      readonly sessionId: string;
      readonly event: string;
      readonly source?: string;
      readonly text?: string;
    }
  | {
      readonly kind: "snapshot";
      readonly sessionId: string;
      /** The type of the event it came by. */
      readonly event?: string;
      readonly status: ActorStatus;
      /** Its state value; absent of actors that have none. */
      readonly value?: unknown;
      readonly context?: string;
      readonly error?: string;
    }
  | { readonly kind: "stop"; readonly sessionId: string };

/** The most letters that are kept of each kind of text. */
export const mostText = { id: 200, name: 200, event: 100, text: 300, state: 300, context: 2000, definition: 200_000 };
