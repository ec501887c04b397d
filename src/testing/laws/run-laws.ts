import { changeLaw } from "./change-law.ts";
import { lifecycleLaws } from "./lifecycle-laws.ts";
import { keepingLaws } from "./keeping-laws.ts";
import { limitLaw } from "./limit-law.ts";
import { orderLaws } from "./order-laws.ts";
import type { RunLaw } from "./run-law.ts";
import { stateLaws } from "./state-laws.ts";
import { tellingLaw } from "./telling-law.ts";
import { timeoutLaw } from "./timeout-law.ts";
import { timingLaw } from "./timing-law.ts";
import { workLaw } from "./work-law.ts";

/** The laws of every run, in the order in which they are looked at: the first that is broken is reported. */
export const runLaws: readonly RunLaw[] = [
  ...lifecycleLaws,
  limitLaw,
  timeoutLaw,
  workLaw,
  tellingLaw,
  ...stateLaws,
  ...keepingLaws,
  changeLaw,
  timingLaw,
  ...orderLaws,
];
