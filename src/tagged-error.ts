// By its own name: a worker thread loads this file, and takes 430 ms for the whole of effect, 20 for this.
import * as Data from "effect/Data";

/**
 * Effect's, but shown by `console.log` as every other error is: message and stack first. Effect's own shows the data alone,
 * without the message, and cuts that short.
 */
export const TaggedError: typeof Data.TaggedError = (tag) => {
  const Base = Data.TaggedError(tag);
  Object.defineProperty(Base.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: undefined });
  return Base;
};
