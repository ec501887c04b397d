import { type Goal, type PeerCase, peerCases } from "./cases.ts";
import type { Figures, Measured } from "./figures.ts";
import { spread } from "./spread.ts";

/** What runstate is to cost: so many times less per step than each peer that records what it does. */
const goals: Readonly<Record<Goal, { readonly ours: PeerCase["id"]; readonly times: number }>> = {
  memory: { ours: "runstate/memory", times: 10 },
  file: { ours: "runstate/sqlite", times: 20 },
  server: { ours: "runstate/sqlite", times: 20 },
};

export interface GoalResult {
  readonly peer: PeerCase;
  readonly ours: PeerCase["id"];
  readonly times: number;
  /** How many times dearer the peer was; undefined where one of the two was not measured. */
  readonly measured: number | undefined;
  readonly met: boolean;
}

/** A step as a multiple of the floor of its own process: what the machine did in between cancels out. */
export const timesFloor = ({ cpu, wall, floorCpu, floorWall }: Measured, clock: PeerCase["clock"]): number =>
  clock === "cpu" ? cpu / floorCpu : wall / floorWall;

/** How many times dearer one case was than another: within each round, then the middle of the rounds. */
export const timesDearer = (
  figures: Figures,
  dearer: string,
  cheaper: string,
  clock: PeerCase["clock"],
): number | undefined => {
  const theirs = figures.cases[dearer]?.rounds ?? [];
  const ours = figures.cases[cheaper]?.rounds ?? [];
  const quotients = theirs.flatMap((round) => {
    const beside = ours.find((other) => other.round === round.round);
    return beside === undefined ? [] : [timesFloor(round, clock) / timesFloor(beside, clock)];
  });
  return quotients.length === 0 ? undefined : spread(quotients).median;
};

/** Every goal with every peer it is held against. What was not measured is not met. */
export const goalResults = (figures: Figures): readonly GoalResult[] =>
  peerCases.flatMap((peer) => {
    if (peer.goal === undefined) return [];
    const { ours, times } = goals[peer.goal];
    const measured = timesDearer(figures, peer.id, ours, peer.clock);
    return [{ peer, ours, times, measured, met: measured !== undefined && measured >= times }];
  });
