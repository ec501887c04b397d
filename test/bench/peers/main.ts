/**
 * What a step costs with runstate and with its peers: `npm run bench:peers`. Every case and round is a process of its
 * own; rounds are interleaved, and each case is also a multiple of the floor in the same process.
 *
 * Writes figures.json and the table in docs/performance.md. Exits with 1 when a goal is not met, unless `--report`.
 * `--rounds 3` makes fewer rounds; `--only langgraph/` measures some cases, and writes nothing.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Schema } from "effect";

import { betweenMarkers } from "./between-markers.ts";
import { type PeerCase, peerCases } from "./cases.ts";
import { CaseMessage, type Figures, type Round } from "./figures.ts";
import { goalResults } from "./goals.ts";
import { installPeers } from "./install-peers.ts";
import { peersTable } from "./table.ts";

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    report: { type: "boolean", default: false },
  },
});
const rounds = Number(flags.rounds);
const limitMs = 240_000;
const nameOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const decode = Schema.decodeUnknownSync(CaseMessage);

/** What the process of a case tells; why not, where it ends without a word. */
const measureCase = async (id: PeerCase["id"]): Promise<CaseMessage> => {
  const child = fork(nameOf("measure-case.ts"), id.split("/"), {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const complaints = child.stderr === null ? "" : text(child.stderr);
  let told: CaseMessage | undefined;
  child.on("message", (message) => {
    told = decode(message);
    child.disconnect();
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  // Not "close", which does not come after a disconnection.
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  if (told !== undefined) return told;
  console.error(await complaints);
  return { _tag: "NotRun", reason: `its process ended with ${signal ?? code} before it had measured` };
};

const packages = installPeers();
const cases = peerCases.filter(({ id }) => id.startsWith(flags.only));
const [cpu] = cpus();
const start = {
  date: new Date().toISOString(),
  machine: {
    cpu: cpu?.model ?? "unknown",
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${release()}`,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  },
  node: process.versions.node,
  packages,
};

const measured = new Map<string, Round[]>(cases.map(({ id }) => [id, []]));
const notRun = new Map<string, string>();
const figuresSoFar = (): Figures => ({
  ...start,
  cases: Object.fromEntries(
    cases.map(({ id }) => [id, { rounds: measured.get(id) ?? [], notRun: notRun.get(id) ?? null }]),
  ),
});

const write = (figures: Figures): void => {
  writeFileSync(nameOf("figures.json"), `${JSON.stringify(figures, undefined, 2)}\n`);
  const page = nameOf("../../../docs/performance.md");
  writeFileSync(page, betweenMarkers(readFileSync(page, "utf8"), "peers", peersTable(figures)));
};

for (let round = 1; round <= rounds; round++) {
  for (const { id } of cases) {
    const message = await measureCase(id);
    if (message._tag === "NotRun") {
      notRun.set(id, message.reason);
      console.log(`${round}/${rounds}  ${id}  not run: ${message.reason}`);
      continue;
    }
    notRun.delete(id);
    measured.get(id)?.push({ ...message.measured, round });
    const costs = Object.entries(message.measured).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    console.log(`${round}/${rounds}  ${id}  ${costs.join("  ")}`);
  }
  // After each round: what took an hour on a busy machine is not lost when it is stopped.
  if (flags.only === "") write(figuresSoFar());
}

const figures = figuresSoFar();
console.log(`\n${peersTable(figures)}\n`);
const unmet = goalResults(figures).filter(({ met }) => !met);
for (const { peer, times, measured: reached } of unmet)
  console.error(`not met: ${times} × cheaper than ${peer.title}: ${reached?.toFixed(1) ?? "not measured"}`);
if (unmet.length > 0 && !flags.report) process.exitCode = 1;
