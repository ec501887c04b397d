import type { ActorMove } from "../protocol/api.ts";

/** How often each state was come into, by its id: what was active before a move, and still is, was not come into again. */
export const stateVisits = (moves: readonly Pick<ActorMove, "active">[]): ReadonlyMap<string, number> => {
  const visits = new Map<string, number>();
  let before: ReadonlySet<string> = new Set();
  for (const { active } of moves) {
    for (const id of active) if (!before.has(id)) visits.set(id, (visits.get(id) ?? 0) + 1);
    before = new Set(active);
  }
  return visits;
};
