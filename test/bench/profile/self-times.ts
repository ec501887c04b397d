import type { Profiler } from "node:inspector/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Where time was spent, and how much of it there alone, in µs. */
export interface SelfTime {
  readonly name: string;
  readonly micros: number;
}

/** The time of every function alone, without what it called; `name` says what a frame counts as. */
export const selfTimes = (
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  name: (frame: Frame) => string,
): readonly SelfTime[] => {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [place, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined) continue;
    const key = name(frame);
    times.set(key, (times.get(key) ?? 0) + (timeDeltas[place] ?? 0));
  }
  times.delete(idle);
  return Array.from(times, ([key, micros]) => ({ name: key, micros })).toSorted((a, b) => b.micros - a.micros);
};

/** A function as the profiler knows it. */
export interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

const idle = "(idle)";
/** Nothing to do, or the sampler at work. */
const isIdle = ({ functionName, url }: Frame): boolean => functionName === idle || url === "node:inspector";
const root = `${import.meta.dirname}/../../..`;

const fileOf = (url: string): string => (url.startsWith("file:") ? relative(root, fileURLToPath(url)) : url);

/** A function by its name and place. */
export const functionOf = (frame: Frame): string => {
  if (isIdle(frame)) return idle;
  const { functionName, url, lineNumber } = frame;
  const file = fileOf(url).replace(/^node_modules\//u, "");
  return file === "" ? functionName : `${functionName || "(anonymous)"} ${file}:${lineNumber + 1}`;
};

/** The package or the folder of the library a function belongs to. */
export const partOf = (frame: Frame): string => {
  if (isIdle(frame)) return idle;
  const { functionName, url } = frame;
  if (functionName === "(garbage collector)") return "garbage collection";
  if (url.startsWith("node:")) return "node";
  const file = fileOf(url);
  const [, inPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file) ?? [];
  if (inPackage !== undefined) return inPackage;
  if (file.startsWith("src/")) return file.split("/").slice(0, 2).join("/");
  if (file.startsWith("test/")) return "the bench itself";
  return file.startsWith("machines/") ? "machines" : "V8 and its built-ins";
};
