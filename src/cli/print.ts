import { fstatSync, writeSync } from "node:fs";
import * as Effect from "effect/Effect";

import { hasCode } from "../store/sqlite/file-error.ts";
import { OutputError } from "./output-error.ts";

/**
 * Writes what was asked for to stdout, and waits until it is out; a reader that has gone away (`| head`) is no failure.
 *
 * The stream's own function is called, so that what the program prints is told from what modules print. Not so where
 * stdout is a file: Node leaves out what a nearly full disk did not take of it, and says nothing.
 */
export const print = (content: string | Uint8Array): Effect.Effect<void, OutputError> =>
  Effect.callback((resume) => {
    const done = (thrown?: unknown): void =>
      resume(isWhole(thrown) ? Effect.void : Effect.fail(new OutputError({ cause: thrown })));
    const { stdout } = process;
    try {
      if (!isFile(stdout)) return void stdout.write(content, done);
      writeWhole(stdout.fd, typeof content === "string" ? Buffer.from(content) : content);
      done();
    } catch (thrown) {
      done(thrown);
    }
  });

/** Writes a message to stderr; one that cannot be written has nowhere else to go. */
export const printMessage = (text: string): Effect.Effect<void> =>
  Effect.callback((resume) => {
    process.stderr.write(text, () => resume(Effect.void));
  });

/** Waits until everything on its way to stdout is out. */
export const flushed: Effect.Effect<void> = Effect.callback((resume) => {
  process.stdout.write("", () => resume(Effect.void));
});

/** Without a listener, writing to a pipe that nobody reads any more ends the process with a stack trace. */
export const ignoreBrokenPipes = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
};

const isWhole = (thrown: unknown): boolean =>
  thrown === undefined || thrown === null || hasCode(thrown, "EPIPE", "ERR_STREAM_DESTROYED");

/** A terminal is a device as well, and takes all it is given. */
const isFile = (stream: NodeJS.WriteStream & { readonly fd: number }): boolean => {
  if (stream.isTTY) return false;
  const found = fstatSync(stream.fd);
  return found.isFile() || found.isCharacterDevice();
};

const writeWhole = (descriptor: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
};
