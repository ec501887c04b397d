import * as Option from "effect/Option";
import { Flag } from "effect/cli";

import { checkAmount } from "../workflow/resources.ts";

/** `NAME=AMOUNT` as a pair; nothing when it is none. */
const parseResource = (text: string): Option.Option<readonly [name: string, amount: number]> => {
  const [, name = "", digits = ""] = /^(.+)=(.+)$/su.exec(text) ?? [];
  const amount = digits.trim() === "" ? Number.NaN : Number(digits);
  return checkAmount(amount) === undefined ? Option.some([name, amount]) : Option.none();
};

/** How much there is of each resource that modules take; given once for each. */
export const resourceFlag = Flag.String("resource").pipe(
  Flag.filterMap(parseResource, () => "NAME=AMOUNT with an amount from 0, such as gpu=2"),
  Flag.withMetavar("NAME=AMOUNT"),
  Flag.withDescription("How much the run has of a resource that modules take, as gpu=2; wins over the config"),
  Flag.atLeast(0),
  Flag.map((pairs) => new Map(pairs)),
);
