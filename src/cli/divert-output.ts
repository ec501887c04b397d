import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

/**
 * Hands to `sink` whatever is written to a stream while the scope is open.
 *
 * Modules may print what they like, but stdout is for the summary, which another program may be reading, and a live
 * table shares its terminal with no one.
 */
export const divertOutput = (
  stream: NodeJS.WriteStream,
  sink: (text: string) => void,
): Effect.Effect<void, never, Scope.Scope> =>
  Effect.asVoid(
    Effect.acquireRelease(
      Effect.sync(() => {
        const own = Object.getOwnPropertyDescriptor(stream, "write");
        stream.write = divertedWrite(sink);
        return own;
      }),
      (own) =>
        Effect.sync(() => {
          // A stream inherits its function, unless somebody before us had put one of their own in its place.
          if (own === undefined) Reflect.deleteProperty(stream, "write");
          else Object.defineProperty(stream, "write", own);
        }),
    ),
  );

const divertedWrite =
  (sink: (text: string) => void): NodeJS.WriteStream["write"] =>
  (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    sink(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    const done = rest.find((argument) => typeof argument === "function");
    if (done !== undefined) process.nextTick(done);
    return true;
  };
