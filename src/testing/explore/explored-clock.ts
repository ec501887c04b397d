import { VirtualClock } from "../trial/virtual-clock.ts";

/**
 * A clock whose sleepers are woken one by one, and by which nothing takes any time.
 *
 * A run looks at the clock to let the event loop have a turn now and then. By such a measure two runs in the same state
 * would go on in different ways: so what it tells stands still.
 */
export class ExploredClock extends VirtualClock {
  override currentTimeMillisUnsafe(): number {
    return 0;
  }

  override monotonicTimeNanosUnsafe(): bigint {
    return 0n;
  }
}
