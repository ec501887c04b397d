import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { StoredValueError } from "../../store-error.ts";
import { blobHash, hashOfChunks } from "./blob-hash.ts";
import { byteChunks } from "./byte-chunks.ts";
import { hasCode } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";

/** A value in a file of its own, as its row tells of it. */
export interface BlobFile {
  readonly hash: string;
  readonly codec: string;
  readonly size: number;
}

const chunkBytes = 1_024 * 1_024;

/**
 * The values of a store that are too large for a row, each in a file named by its hash: `<folder>/<first two
 * digits>/<hash>`, 0600 in folders of 0700.
 *
 * A file is written under another name, and renamed when it is whole: whatever has the name of a hash was written to
 * its end. It is there before the row that refers to it is committed, and goes after that row is gone.
 */
export class BlobFiles {
  readonly folder: string;
  readonly #durable: boolean;
  #written = 0;

  constructor(folder: string, durability: "process" | "full") {
    this.folder = folder;
    this.#durable = durability === "full";
  }

  pathOf(hash: string): string {
    // A damaged row must not lead out of the folder.
    if (!/^[\da-f]{64}$/u.test(hash)) throw new Error(`${JSON.stringify(hash.slice(0, 99))} is no hash`);
    return join(this.folder, hash.slice(0, 2), hash);
  }

  /**
   * Puts bytes into the file of their hash, unless it holds these very bytes. Whoever removes what nothing refers to
   * may take the file away until the row is there: see {@link has}.
   */
  put(hash: string, bytes: Uint8Array): void {
    if (this.#holds(hash, bytes)) return;
    try {
      this.write(hash, bytes);
    } catch (thrown) {
      if (!hasCode(thrown, "ENOENT")) throw thrown; // It was taken away before it had its name.
    }
  }

  /** Writes the file of a hash, in the place of any that is there. */
  write(hash: string, bytes: Uint8Array): void {
    const path = this.pathOf(hash);
    const folder = dirname(path);
    const made = makeFolder(folder);
    const { descriptor, name } = this.#openNew(path);
    try {
      try {
        for (const chunk of byteChunks(bytes)) writeWhole(descriptor, chunk);
        if (this.#durable) fdatasyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(name, path);
    } catch (thrown) {
      rmSync(name, { force: true });
      throw thrown;
    }
    if (!this.#durable) return;
    syncFolder(folder);
    if (made !== undefined) syncFolder(this.folder);
    if (made === this.folder) syncFolder(dirname(this.folder));
  }

  /** Whether there is a file of a hash, with so many bytes; O(1). */
  has(hash: string, size: number): boolean {
    return statSync(this.pathOf(hash), { throwIfNoEntry: false })?.size === size;
  }

  /** The bytes of a file; throws a StoredValueError when they are not those that were written. */
  read(file: BlobFile): Uint8Array {
    const problem = this.#sizeProblem(file);
    if (problem !== undefined) throw unreadable(file, problem);
    const bytes = new Uint8Array(file.size);
    let at = 0;
    try {
      for (const chunk of this.chunks(file.hash)) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
    } catch (thrown) {
      throw unreadable(file, `its file cannot be read (${String(thrown)})`);
    }
    if (blobHash({ codec: file.codec, bytes }) !== file.hash) throw unreadable(file, changed);
    return bytes;
  }

  /** In which way a file is not as it was written; undefined when it is. Reads it, in little memory. */
  problemOf(file: BlobFile): string | undefined {
    const problem = this.#sizeProblem(file);
    if (problem !== undefined) return problem;
    try {
      return hashOfChunks(file.codec, this.chunks(file.hash)) === file.hash ? undefined : changed;
    } catch (thrown) {
      return `its file cannot be read (${String(thrown)})`;
    }
  }

  /** The bytes in the file of a hash, one part after the other; each is good until the next is asked for. */
  *chunks(hash: string): Generator<Uint8Array> {
    const descriptor = openSync(this.pathOf(hash), "r");
    try {
      const buffer = new Uint8Array(chunkBytes);
      for (let n = readSync(descriptor, buffer); n > 0; n = readSync(descriptor, buffer)) yield buffer.subarray(0, n);
    } finally {
      closeSync(descriptor);
    }
  }

  #sizeProblem({ hash, size }: BlobFile): string | undefined {
    try {
      const found = statSync(this.pathOf(hash), { throwIfNoEntry: false });
      if (found === undefined) return `its file ${this.pathOf(hash)} is missing`;
      return found.size === size ? undefined : `its file has ${found.size} bytes, and ${size} were written`;
    } catch (thrown) {
      return `its file cannot be read (${String(thrown)})`;
    }
  }

  #holds(hash: string, bytes: Uint8Array): boolean {
    if (!this.has(hash, bytes.length)) return false;
    let at = 0;
    for (const chunk of this.chunks(hash)) {
      if (Buffer.compare(chunk, bytes.subarray(at, at + chunk.length)) !== 0) return false;
      at += chunk.length;
    }
    return at === bytes.length;
  }

  /** Opens a file that nobody has: a dead process of the same number may have left some. */
  #openNew(path: string): { readonly descriptor: number; readonly name: string } {
    for (;;) {
      const name = `${path}.${process.pid}-${++this.#written}.tmp`;
      try {
        return { descriptor: openSync(name, "wx", 0o600), name };
      } catch (thrown) {
        if (!hasCode(thrown, "EEXIST")) throw thrown;
      }
    }
  }
}

const changed = "the bytes of its file were changed";

const unreadable = ({ codec }: BlobFile, reason: string): StoredValueError =>
  new StoredValueError({ codec, reason, remedy: "Restore the file from a copy, or run its module again" });

/** A file system may take less than it is given, and says so only in what it returns. */
const writeWhole = (descriptor: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
};

/** Makes a new name in a folder survive the loss of power; Windows has no such call. */
const syncFolder = (folder: string): void => {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};
