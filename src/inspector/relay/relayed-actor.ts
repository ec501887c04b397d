import type { ActorLine, ActorStatus } from "../protocol/relay-api.ts";

/** What is kept of an actor, its log apart. */
export interface RelayedActor {
  readonly sessionId: string;
  readonly name: string;
  parent: string | undefined;
  /** When it was told of first, as its teller says. */
  readonly toldAt: string | undefined;
  /** The number of its machine. */
  machine: number | undefined;
  status: ActorStatus;
  state: string | undefined;
  value: unknown;
  /** By which event it came into its state, and from which; undefined of its first state. */
  moved: { readonly event: string; readonly from: unknown } | undefined;
  context: string | undefined;
  error: string | undefined;
  /** How many entries its log had in all. */
  entries: number;
  /** The version of the actors at which it changed last. */
  version: number;
}

/** The actor as a line of the tree. */
export const lineOf = ({ sessionId, name, parent, status, state }: RelayedActor): ActorLine => ({
  sessionId,
  name,
  status,
  ...(parent !== undefined && { parent }),
  ...(state !== undefined && { state }),
});
