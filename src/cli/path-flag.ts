import { Flag } from "effect/cli";

/** A flag that takes a path, which is `metavar` in the help: an empty one, as `"$STORE"` can be, is none. */
export const pathFlag = (name: string, metavar: string) =>
  Flag.String(name).pipe(
    Flag.filter(
      (path) => path !== "",
      () => metavar,
    ),
    Flag.withMetavar(metavar),
  );
