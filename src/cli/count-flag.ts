import * as Option from "effect/Option";
import { Flag } from "effect/cli";

/** A flag that takes a whole number within bounds; read here, so that what is refused is refused in our words. */
export const countFlag = (
  name: string,
  { from, to = Number.MAX_SAFE_INTEGER }: { readonly from: number; readonly to?: number },
) =>
  Flag.String(name).pipe(
    Flag.filterMap(
      (text) => {
        const count = /^\d{1,16}$/u.test(text) ? Number(text) : Number.NaN;
        return count >= from && count <= to ? Option.some(count) : Option.none();
      },
      () => `a whole number from ${from}${to === Number.MAX_SAFE_INTEGER ? "" : ` to ${to}`}`,
    ),
    Flag.withMetavar("N"),
  );
