import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Whether the garbage collector takes an object; gives it fifty turns, one is enough when nothing holds it. */
export const collected = async (reference: WeakRef<object>): Promise<boolean> => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let turn = 0; turn < 50; turn++) {
    await nextTurn();
    collect();
    if (reference.deref() === undefined) return true;
  }
  return false;
};
