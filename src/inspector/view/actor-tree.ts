import type { ActorLine } from "../protocol/relay-api.ts";

/** One line of the tree of actors. */
export interface ActorRow {
  readonly actor: ActorLine;
  readonly depth: number;
  /** Undefined of an actor that has none below. */
  readonly open: boolean | undefined;
}

/** What of the tree is to be seen. */
export interface ActorFilter {
  /** Actors with this in their name or state, and what is above them. Lower case; empty for all. */
  readonly text: string;
  /** Only what ended with an error, and what is above it. */
  readonly failed: boolean;
}

/** An actor with its place among all. */
interface Placed {
  readonly actor: ActorLine;
  readonly depth: number;
  /** How many follow that are below it. */
  below: number;
}

/**
 * Every actor once, below its parent, in the order in which they came. One whose parent is not known begins a tree, and
 * so does the first of those whose parents go round in a circle. O(actors).
 */
export const placeActors = (actors: Iterable<ActorLine>): readonly Placed[] => {
  const all = Array.from(actors);
  const known = new Set(all.map(({ sessionId }) => sessionId));
  const children = new Map<string, ActorLine[]>();
  const roots: ActorLine[] = [];
  for (const actor of all) {
    const { parent } = actor;
    if (parent === undefined || !known.has(parent)) roots.push(actor);
    else {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [actor]);
      else siblings.push(actor);
    }
  }
  const placed: Placed[] = [];
  const seen = new Set<ActorLine>();
  for (const root of [...roots, ...all]) if (!seen.has(root)) place(root, children, placed, seen);
  return placed;
};

const place = (
  root: ActorLine,
  children: ReadonlyMap<string, readonly ActorLine[]>,
  placed: Placed[],
  seen: Set<ActorLine>,
): void => {
  // Not by calling itself: a chain of ten thousand actors is deeper than the stack.
  const open: { readonly at: Placed; readonly index: number; next: number }[] = [];
  const enter = (actor: ActorLine): void => {
    seen.add(actor);
    const at: Placed = { actor, depth: open.length, below: 0 };
    open.push({ at, index: placed.length, next: 0 });
    placed.push(at);
  };
  enter(root);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = children.get(top.at.actor.sessionId)?.[top.next++];
    if (child === undefined) {
      top.at.below = placed.length - top.index - 1;
      open.pop();
    } else if (!seen.has(child)) enter(child);
  }
};

/** The actors that are shown, of those that were placed: what is closed hides what is below it, but not from a filter. */
export const visibleActors = (
  placed: readonly Placed[],
  isClosed: (sessionId: string) => boolean,
  filter: ActorFilter,
): readonly ActorRow[] => {
  const wanted = filter.text === "" && !filter.failed ? undefined : wantedOf(placed, filter);
  const rows: ActorRow[] = [];
  for (let index = 0; index < placed.length; index++) {
    const each = placed[index];
    if (each === undefined || wanted?.[index] === 0) continue;
    const closed = wanted === undefined && isClosed(each.actor.sessionId);
    rows.push({ actor: each.actor, depth: each.depth, open: each.below === 0 ? undefined : !closed });
    if (closed) index += each.below;
  }
  return rows;
};

/** 1 for each that the filter lets through, or that has one below it. */
const wantedOf = (placed: readonly Placed[], { text, failed }: ActorFilter): Uint8Array => {
  const wanted = new Uint8Array(placed.length);
  const above: number[] = [];
  for (const [index, { actor, depth }] of placed.entries()) {
    above[depth] = index;
    if (failed && actor.status !== "error") continue;
    if (text !== "" && !`${actor.name} ${actor.state ?? ""}`.toLowerCase().includes(text)) continue;
    for (let at = depth; at >= 0; at--) {
      const over = above[at] ?? 0;
      if (wanted[over] === 1) break;
      wanted[over] = 1;
    }
  }
  return wanted;
};
