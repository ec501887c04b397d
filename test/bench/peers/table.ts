import { type PeerCase, peerCases } from "./cases.ts";
import type { Figures } from "./figures.ts";
import { goalResults, timesFloor } from "./goals.ts";
import { spread } from "./spread.ts";

/** The figures as the part of a page: on what machine, the table, and which goals are met. */
export const peersTable = (figures: Figures): string => {
  const { machine, node, date } = figures;
  const rounds = Math.max(0, ...Object.values(figures.cases).map((measured) => measured.rounds.length));
  return [
    `Measured ${date.slice(0, 10)} on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ` +
      `${machine.platform}, Node ${node}, load ${machine.load} at the start; ${rounds} rounds.`,
    "",
    "| | CPU µs per step: min, median, max | wall µs per step: min, median, max | × floor | what it records | what is not like for like |",
    "|---|---|---|---|---|---|",
    ...peerCases.map((peer) => row(figures, peer)),
    petsard,
    "",
    "| goal | measured | |",
    "|---|---|---|",
    ...goalResults(figures).map(({ peer, ours, times, measured, met }) =>
      cells([
        `${titleOf(ours)} at least ${times} × cheaper than ${peer.title} (${clockOf(peer)})`,
        measured === undefined ? "not measured" : `${amount(measured)} ×`,
        met ? "met" : "not met",
      ]),
    ),
  ].join("\n");
};

/** Quoted, not run again: another language, measured once on another day. */
const petsard =
  "| PETsARD 1.6.0, fair variant (quoted, not run) | 78 | | 130 | snapshot, change, timing and result, in memory | " +
  "Python; 78 µs per execution against 0.6 µs of its own bare loop, with nothing evicted and no log file. |";

const titleOf = (id: PeerCase["id"]): string => peerCases.find((peer) => peer.id === id)?.title ?? id;

const clockOf = ({ clock }: PeerCase): string => (clock === "cpu" ? "CPU time" : "wall time");

const row = (figures: Figures, peer: PeerCase): string => {
  const versions = peer.packages.map((name) => `${name} ${figures.packages[name] ?? "?"}`).join(", ");
  const measured = figures.cases[peer.id];
  const about = [peer.records, `${peer.unlike} ${peer.why}`];
  const title = versions === "" ? peer.title : `${peer.title} (${versions})`;
  if (measured === undefined || measured.rounds.length === 0)
    return cells([title, `not run: ${measured?.notRun ?? "not asked for"}`, "", "", ...about]);
  const { rounds } = measured;
  const ratio = spread(rounds.map((round) => timesFloor(round, peer.clock))).median;
  return cells([
    title,
    spreadOf(rounds.map((round) => round.cpu)),
    spreadOf(rounds.map((round) => round.wall)),
    `${amount(ratio)}${peer.clock === "wall" ? " (wall)" : ""}`,
    ...about,
  ]);
};

const spreadOf = (values: readonly number[]): string => {
  const { min, median, max } = spread(values);
  return `${amount(min)}, **${amount(median)}**, ${amount(max)}`;
};

/** As many digits as rounds agree on. */
const amount = (value: number): string => {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(value >= 10 ? 0 : value >= 1 ? 1 : 2);
};

const cells = (texts: readonly string[]): string =>
  `| ${texts.map((text) => text.replaceAll(/\s+/gu, " ").replaceAll("|", String.raw`\|`)).join(" | ")} |`;
