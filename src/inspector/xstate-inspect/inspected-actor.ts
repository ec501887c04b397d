/**
 * The parts of XState 5 that are looked at, as shapes: this package depends on no XState of version 5, so that it sits
 * beside whichever the user has.
 */

/** An actor, as inspection events refer to it. */
export interface InspectedActor {
  readonly sessionId: string;
  readonly id?: string;
  readonly logic?: unknown;
  readonly _parent?: { readonly sessionId: string } | undefined;
}

/** An inspection event of XState 5. */
export interface InspectionEventLike {
  readonly type: string;
  readonly actorRef: object;
  readonly event?: { readonly type: string };
  readonly snapshot?: unknown;
}

/** A state node of a machine of XState 5. */
export interface StateNodeLike {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly initial?: { readonly target?: readonly { readonly key: string }[] };
  readonly states: Readonly<Record<string, StateNodeLike>>;
  readonly transitions: ReadonlyMap<string, readonly TransitionLike[]>;
}

interface TransitionLike {
  readonly target?: readonly { readonly id: string }[];
}

/** What of a snapshot is told; undefined of what is none. */
export interface SeenSnapshot {
  readonly status: string;
  readonly value: unknown;
  readonly context: unknown;
}

/** The actor an event is about; undefined of what is no actor. */
export const actorOf = (given: object): InspectedActor | undefined =>
  "sessionId" in given && typeof given.sessionId === "string" ? (given as InspectedActor) : undefined;

/** The root of an actor's machine; undefined of actors that are none. */
export const rootOf = ({ logic }: InspectedActor): StateNodeLike | undefined => {
  if (typeof logic !== "object" || logic === null || !("root" in logic)) return undefined;
  const { root } = logic;
  return typeof root === "object" && root !== null && "states" in root && "transitions" in root
    ? (root as StateNodeLike)
    : undefined;
};

/** Reads a snapshot; actors that have a `value` are told of, whatever logic they have. */
export const seenSnapshot = (given: unknown): SeenSnapshot | undefined => {
  if (typeof given !== "object" || given === null || !("value" in given)) return undefined;
  return {
    status: "status" in given ? String(given.status) : "active",
    value: given.value,
    context: "context" in given ? given.context : undefined,
  };
};
