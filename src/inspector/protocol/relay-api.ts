/**
 * What the inspector's server and page say to each other of the actors of a relay. All of it is JSON.
 *
 * `GET /api/v1/relay/actors?epoch=EPOCH&after=VERSION` ActorsReport · `/relay/actors/ID` ActorDetail · `/relay/charts/NUMBER`
 * PlacedChart · `/relay/stream` the version, as server-sent events, whenever it grew: what is new is asked for.
 */

import type { Move } from "../chart/taken-edges.ts";

/** Whether an actor goes on, and how it ended. */
export type ActorStatus = "active" | "done" | "error" | "stopped";

/** One line of the tree of actors. */
export interface ActorLine {
  readonly sessionId: string;
  readonly name: string;
  readonly parent?: string;
  readonly status: ActorStatus;
  /** Its state value as text; absent of actors that have none. */
  readonly state?: string;
}

/** How the relay itself is. */
export type RelayConnection = "open" | "lost";

/** What became of the actors after a version. */
export interface ActorsReport {
  /** Grows when the relay began anew: what was known before is of another time. */
  readonly epoch: number;
  readonly version: number;
  /** Whether these are all actors there are, and not only those that changed. */
  readonly whole: boolean;
  readonly relay: string;
  readonly connection: RelayConnection;
  /** How the relay speaks, once it spoke. */
  readonly protocol?: "@statelyai/inspect" | "@xstate/inspect";
  /** Gone first, then these. */
  readonly gone: readonly string[];
  readonly actors: readonly ActorLine[];
  readonly totals: RelayTotals;
}

/** What was heard in all. */
export interface RelayTotals {
  readonly messages: number;
  /** Messages that say nothing of actors, or were too long to be read. */
  readonly passedOver: number;
  /** Actors that are not kept any more, or never were: there were too many. */
  readonly forgotten: number;
}

/** An actor with all that is kept of it. */
export interface ActorDetail extends ActorLine {
  /** Where the page finds the chart of its machine; otherwise why there is none. */
  readonly chart:
    | {
        readonly number: number;
        readonly active: readonly string[];
        /** How it came into these states; absent of its first ones. */
        readonly move?: Move;
      }
    | { readonly reason: string };
  /** Its context as JSON, cut where it is long. */
  readonly context?: string;
  readonly error?: string;
  /** What was heard of it, the last first. */
  readonly log: readonly ActorEntry[];
  /** How many entries before these are not kept. */
  readonly dropped: number;
}

/** An actor got an event, or came into a state. */
export interface ActorEntry {
  readonly at: number;
  readonly kind: "event" | "snapshot";
  /** The type of the event: that it got, or that it moved by. */
  readonly event: string;
  /** The name of the actor that sent it. */
  readonly source?: string;
  /** The event as JSON beside its type, or the state value. */
  readonly text?: string;
}
