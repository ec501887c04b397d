import { DatabaseSync, StatementSync } from "node:sqlite";

const places = [
  [DatabaseSync.prototype, "exec"],
  [StatementSync.prototype, "run"],
  [StatementSync.prototype, "get"],
  [StatementSync.prototype, "all"],
] as const;

/**
 * Does something in which no SQL statement is carried out any more from one on, as if its process had died before: an
 * open transaction is rolled back when its file is closed. Gives how many statements there were until then.
 */
export const dyingBefore = async (statement: number, work: () => Promise<unknown>): Promise<number> => {
  let count = 0;
  const mended = places.map(([owner, name]) => {
    const own = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
    Reflect.set(owner, name, function dying(this: unknown, ...args: unknown[]): unknown {
      if (count + 1 >= statement) throw new Error("died");
      count++;
      return Reflect.apply(own, this, args);
    });
    return () => Reflect.set(owner, name, own);
  });
  try {
    await work();
  } catch (thrown) {
    if (statement === Infinity) throw thrown;
  } finally {
    for (const mend of mended) mend();
  }
  return count;
};
