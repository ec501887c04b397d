/** The floor held against itself: what its ratio differs from 1 by is the noise of all the others. */
import type { Adapter } from "../adapter.ts";
import { runFloor } from "../floor.ts";

export const cases: Adapter["cases"] = {
  records: () => ({ run: async (paths) => void (await runFloor(paths)) }),
};
