/**
 * Asks for one thing after the other, at most `atOnce` at the same time, until all were asked for or `signal` stops it.
 *
 * Rejects with the first that failed, and then begins no other.
 */
export const askAll = async <Item>(
  items: readonly Item[],
  atOnce: number,
  ask: (item: Item) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  const left = items.values();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const item of left) {
      if (signal.aborted || failed) return;
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other is what is meant: there are `atOnce` of these
        await ask(item);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
};
