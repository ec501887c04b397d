import { closeSync, fstatSync, ftruncateSync, openSync, unlinkSync, writeSync } from "node:fs";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { encodeRecord } from "../journal/codec.ts";
import type { JournalRecord } from "../journal/record.ts";
import { UsageError } from "./usage-error.ts";

/** A journal being written to a file, one record per line. */
export interface JournalFile {
  readonly path: string;
  /** Writes a record before it returns; does nothing after a failure. */
  readonly write: (record: JournalRecord) => void;
  /** Why the journal is not whole; undefined while it is. */
  readonly failure: () => string | undefined;
}

/**
 * Opens a journal file for one run; an existing file is refused unless `force` is given.
 *
 * Records are written synchronously, so that they outlive a kill at any moment. After the first error nothing more is
 * written: a journal with a gap could not be read, while what was written before the error can. A file to which
 * nothing was written is removed, for then nothing has run.
 */
export const openJournal = (path: string, force: boolean): Effect.Effect<JournalFile, UsageError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({ try: () => openSync(path, force ? "w" : "wx"), catch: (thrown) => refuse(path, thrown) }).pipe(
      Effect.map((descriptor) => new Writer(path, descriptor)),
    ),
    (writer) => Effect.sync(() => writer.close()),
  );

class Writer implements JournalFile {
  readonly path: string;
  readonly #descriptor: number;
  #length = 0;
  #failure: string | undefined;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
  }

  readonly failure = (): string | undefined => this.#failure;

  readonly write = (record: JournalRecord): void => {
    if (this.#failure !== undefined) return;
    try {
      const line = Buffer.from(`${encodeRecord(record)}\n`);
      // A write may take fewer bytes than it was given: a full disk, a limit, a signal.
      for (let written = 0; written < line.length;) {
        const taken = writeSync(this.#descriptor, line, written);
        if (taken === 0) throw new Error("the file takes no more bytes");
        written += taken;
      }
      this.#length += line.length;
    } catch (thrown) {
      this.#failure = `record ${record.seq} could not be written (${thrown instanceof Error ? thrown.message : String(thrown)})`;
      this.#dropTornLine();
    }
  };

  close(): void {
    try {
      const empty = this.#length === 0 && fstatSync(this.#descriptor).isFile();
      closeSync(this.#descriptor);
      if (empty) unlinkSync(this.path);
    } catch (thrown) {
      this.#failure ??= String(thrown);
    }
  }

  #dropTornLine(): void {
    try {
      ftruncateSync(this.#descriptor, this.#length);
    } catch {
      // The torn line stays; readers of journals know what it is.
    }
  }
}

const refuse = (path: string, thrown: unknown): UsageError => {
  const exists = thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST";
  return new UsageError({
    subject: path,
    reason: exists ? "the journal exists already" : `the journal cannot be written: ${String(thrown)}`,
    remedy: exists ? "Name another file, or overwrite it with --force." : "Name a file in a folder you may write to.",
  });
};
