import { closeSync, fstatSync, ftruncateSync, openSync, statSync, unlinkSync, writeSync } from "node:fs";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { encodeRecord } from "../journal/codec.ts";
import type { JournalRecord } from "../journal/record.ts";
import { hasCode } from "../store/sqlite/file-error.ts";
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
 * Opens a journal file for one run; an existing file is refused unless `force` is given. What cannot be written is told
 * to `say` when it happens: the run may go on for hours.
 *
 * Records are written synchronously, so that they outlive a kill at any moment. After the first error nothing more is
 * written: a journal with a gap could not be read, while what was written before the error can. A file to which
 * nothing was written is removed, for then nothing has run.
 */
export const openJournal = (
  { path, force }: { readonly path: string; readonly force: boolean },
  say: (message: string) => void,
): Effect.Effect<JournalFile, UsageError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({ try: () => openSync(path, force ? "w" : "wx"), catch: (thrown) => refuse(path, thrown) }).pipe(
      Effect.map((descriptor) => new Writer(path, descriptor, say)),
    ),
    (writer) => Effect.sync(() => writer.close()),
  );

class Writer implements JournalFile {
  readonly path: string;
  readonly #descriptor: number;
  #length = 0;
  readonly #say: (message: string) => void;
  #failure: string | undefined;

  constructor(path: string, descriptor: number, say: (message: string) => void) {
    this.path = path;
    this.#descriptor = descriptor;
    this.#say = say;
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
      this.#say(`${this.path}: ${this.#failure}; the run goes on, and no more of it is written there`);
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
  const isThere = hasCode(thrown, "EEXIST", "EISDIR");
  const isFolder = isThere && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const exists = isThere && !isFolder;
  return new UsageError({
    subject: path,
    reason: exists ? "the journal exists already" : `the journal cannot be written: ${whyNot(isFolder, thrown)}`,
    remedy: exists ? "Name another file, or overwrite it with --force." : "Name a file in a folder you may write to.",
  });
};

const whyNot = (isFolder: boolean, thrown: unknown): string => {
  if (isFolder) return "it is a folder";
  if (hasCode(thrown, "ENOENT")) return "there is no such folder";
  if (hasCode(thrown, "EACCES", "EPERM", "EROFS")) return "it is not allowed";
  return String(thrown);
};
