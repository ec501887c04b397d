/**
 * The process of one case. On each message it measures a round and answers with what it measured; the suite says when,
 * so that the rounds of all cases meet the same machine.
 */
import { pathToFileURL } from "node:url";

import type { BenchCase } from "./bench-case.ts";

/** What the suite says. */
export type Order = "prepare" | "round";

/** What a case answers: amounts per operation, by subject. */
export type Answer = Readonly<Record<string, number>>;

const [, , path = ""] = process.argv;
const { default: benchCase } = (await import(pathToFileURL(path).href)) as { readonly default: BenchCase };
const subjects = Object.entries(benchCase.subjects);
let rounds = 0;

const measureRound = async (): Promise<Answer> => {
  const measured: Record<string, number> = {};
  for (let place = 0; place < subjects.length; place++) {
    // Each is first in turn: whoever comes later meets the heap of the others.
    const subject = subjects[(rounds + place) % subjects.length];
    if (subject === undefined) throw new Error("a case without subjects");
    const [name, { meter, work, operations }] = subject;
    measured[name] = await meter(work, operations);
  }
  rounds++;
  return measured;
};

const obey = async (order: Order): Promise<Answer> => {
  if (order === "round") return measureRound();
  await benchCase.prepare?.();
  for (let round = 0; round < (benchCase.warmUps ?? 1); round++) await measureRound();
  return {};
};

process.on("message", (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer));
});
