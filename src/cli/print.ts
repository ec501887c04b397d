import * as Effect from "effect/Effect";

/**
 * Writes to a stream and waits until it is out; a reader that has gone away (`| head`) is no failure.
 *
 * The stream's own function is called, so that what the program prints is told from what modules print.
 */
export const print = (stream: NodeJS.WriteStream, text: string): Effect.Effect<void> =>
  Effect.callback((resume) => {
    stream.write(text, () => resume(Effect.void));
  });

/** As {@link print}, for bytes that are to come out as they are. */
export const printBytes = (stream: NodeJS.WriteStream, bytes: Uint8Array): Effect.Effect<void> =>
  Effect.callback((resume) => {
    stream.write(bytes, () => resume(Effect.void));
  });

/** Without a listener, writing to a pipe that nobody reads any more ends the process with a stack trace. */
export const ignoreBrokenPipes = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
};
