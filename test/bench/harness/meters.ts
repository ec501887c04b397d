/** Measures one call of `work`, per operation. */
export type Meter = (work: () => unknown, operations: number) => Promise<number>;

/** Without this a round pays for the garbage of the one before. */
export const collect = (): void => {
  if (globalThis.gc === undefined) throw new Error("run with node --expose-gc");
  globalThis.gc();
};

/** CPU time of this thread, µs: what the work costs however busy the machine is. What V8's helpers collect is not in it. */
export const cpu: Meter = async (work, operations) => {
  collect();
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / operations;
};

/** All memory of the heap and what hangs on it, typed arrays included. */
export const heapBytes = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Held where nobody can see that it is no longer read. */
const holder: { held: unknown } = { held: undefined };

/** Bytes that what `work` returns keeps alive. */
export const retained: Meter = async (work, operations) => {
  holder.held = undefined;
  const before = heapBytes();
  holder.held = await work();
  const after = heapBytes();
  holder.held = undefined;
  return (after - before) / operations;
};

/** Takes the number that `work` returns: it measured itself, in a process of its own. */
export const told: Meter = async (work, operations) => {
  const amount = await work();
  if (typeof amount !== "number") throw new TypeError(`a subject that measures itself returned ${typeof amount}`);
  return amount / operations;
};
