import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, describe, expect, it, test } from "vitest";

import { StoredValueError } from "../../../src/store-error.ts";
import { type BlobFile, BlobFiles } from "../../../src/store/sqlite/blob-files.ts";
import { blobHash } from "../../../src/store/sqlite/blob-hash.ts";

const folder = mkdtempSync(join(tmpdir(), "blob-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
let stores = 0;
const newFiles = (durability: "process" | "full" = "process"): BlobFiles =>
  new BlobFiles(join(folder, String(++stores), "runs.db.blobs"), durability);

/** Bytes, and the file that is to hold them. */
const valueOf = (text: string, repeat = 1) => {
  const bytes = new TextEncoder().encode(text.repeat(repeat));
  const hash = blobHash({ codec: "json", bytes });
  return { bytes, hash, file: { hash, codec: "json", size: bytes.length } satisfies BlobFile };
};

const value = valueOf("abc");
const namesIn = (files: BlobFiles): readonly string[] =>
  existsSync(files.folder) ? readdirSync(dirname(files.pathOf(value.hash))) : [];

describe("a value in a file", () => {
  it.each(["process", "full"] as const)("is read as it was put (durability %s)", (durability) => {
    const files = newFiles(durability);
    // More than is read at once.
    const large = valueOf("0123456789abcdef", 200_000);
    for (const { hash, bytes } of [value, large]) files.put(hash, bytes);
    for (const { hash, file, bytes } of [value, large]) {
      expect(Buffer.compare(files.read(file), bytes)).toBe(0);
      expect(files.problemOf(file)).toBeUndefined();
      expect(files.has(hash, file.size)).toBe(true);
      expect(files.has(hash, file.size + 1)).toBe(false);
    }
  });

  it("is its owner's to read, in folders of his", () => {
    const files = newFiles();
    files.put(value.hash, value.bytes);
    const path = files.pathOf(value.hash);
    const modes = [path, dirname(path), files.folder].map((each) => (statSync(each).mode & 0o777).toString(8));
    expect(modes).toEqual(["600", "700", "700"]);
  });

  it("is written once, and again where other bytes are in its place", () => {
    const files = newFiles();
    files.put(value.hash, value.bytes);
    const path = files.pathOf(value.hash);
    const { ino } = statSync(path);
    files.put(value.hash, value.bytes);
    expect(statSync(path).ino).toBe(ino);
    // As many bytes, and fewer.
    for (const other of ["abd", "ab"]) {
      writeFileSync(path, other);
      files.put(value.hash, value.bytes);
      expect(readFileSync(path, "utf8")).toBe("abc");
    }
    expect(namesIn(files)).toEqual([value.hash]);
  });

  it("is written beside what a dead process of the same number left", () => {
    const files = newFiles();
    files.put(value.hash, value.bytes);
    const left = `${files.pathOf(value.hash)}.${process.pid}-1.tmp`;
    writeFileSync(left, "half");
    const others = new BlobFiles(files.folder, "process");
    others.write(value.hash, value.bytes);
    expect(files.problemOf(value.file)).toBeUndefined();
    expect(readFileSync(left, "utf8")).toBe("half");
  });

  it("leaves nothing of what could not be written", () => {
    const files = newFiles();
    const unreadable = new Proxy(value.bytes, {
      get: (target, key) => {
        if (key === "length") throw new Error("no length");
        return Reflect.get(target, key) as unknown;
      },
    });
    expect(() => files.write(value.hash, unreadable)).toThrow("no length");
    expect(namesIn(files)).toEqual([]);
  });
});

describe("a file that is not as it was written", () => {
  const ways: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    ["is missing", (path) => rmSync(path), /its file .* is missing/u],
    ["is longer", (path) => writeFileSync(path, "abcd"), /its file has 4 bytes, and 3 were written/u],
    ["has other bytes", (path) => writeFileSync(path, "abd"), /the bytes of its file were changed/u],
  ];
  it.each(ways)("is refused when it %s, and said to be", (_, damage, reason) => {
    const files = newFiles();
    files.put(value.hash, value.bytes);
    damage(files.pathOf(value.hash));
    expect(() => files.read(value.file)).toThrow(StoredValueError);
    expect(() => files.read(value.file)).toThrow(reason);
    expect(files.problemOf(value.file)).toMatch(reason);
  });

  it("is refused under another codec", () => {
    const files = newFiles();
    files.put(value.hash, value.bytes);
    expect(files.problemOf({ ...value.file, codec: "tagged" })).toBe("the bytes of its file were changed");
    expect(() => files.read({ ...value.file, codec: "tagged" })).toThrow("the bytes of its file were changed");
  });
});

test("what is no hash leads to no file, neither in the folder nor out of it", () => {
  const files = newFiles();
  for (const hash of ["", "../../runs.db", value.hash.toUpperCase(), `${value.hash}/..`, value.hash.slice(1)])
    expect(() => files.pathOf(hash)).toThrow("is no hash");
});
