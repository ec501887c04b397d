import { StoreError } from "../../store-error.ts";
import { verifyIt } from "./verify-it.ts";

interface Known {
  readonly reason: StoreError["reason"];
  readonly detail: string;
}

const full: Known = {
  reason: "full",
  detail: "no space is left. Make room; what is kept is whole, and an unfinished run can be resumed.",
};
const readOnly: Known = {
  reason: "read-only",
  detail: "it cannot be written. Check its permissions, or read it only.",
};
const missing: Known = { reason: "missing", detail: "it cannot be opened. Check the path and its permissions." };
const busy: Known = { reason: "busy", detail: "another process kept it locked for too long. Try again." };
const damaged: Known = { reason: "damaged", detail: `the file is damaged. ${verifyIt}` };

const diskFailed: Known = { reason: "failed", detail: "the disk failed. Check it; the run can be resumed." };

/** By SQLite's result codes: the extended one where it says more, else the primary one, its lowest byte. */
const bySqlite: ReadonlyMap<number, Known> = new Map([
  // Only statements of this library are run: when one does not fit the tables, those are not as they were made.
  [1, { reason: "damaged", detail: `its tables are not those of a store. ${verifyIt}` }],
  [5, busy],
  [6, busy],
  [8, readOnly],
  [10, diskFailed],
  [11, damaged],
  [13, full],
  [14, missing],
  [26, { reason: "not-a-store", detail: "it is no runstate store. Give the path of a store, or of a new file." }],
  [266, { reason: "damaged", detail: `the disk did not give back what was written. ${verifyIt}` }],
  [522, damaged],
  // Writes, flushes, growing and mapping the index of the log.
  [778, full],
  [1034, full],
  [1290, full],
  [4874, full],
  [5386, full],
]);

/** By the system's codes, of folders and of what is written beside the SQLite file. */
const byNode: ReadonlyMap<string, Known> = new Map([
  ["EACCES", readOnly],
  ["EPERM", readOnly],
  ["EROFS", readOnly],
  ["ENOENT", missing],
  ["ENOTDIR", missing],
  // A folder on the way that is a file.
  ["EEXIST", missing],
  ["ELOOP", missing],
  ["ENAMETOOLONG", missing],
  ["ENOSPC", full],
  ["EDQUOT", full],
  ["EFBIG", full],
  ["EIO", diskFailed],
]);

/** What SQLite or Node threw, as a StoreError that says what to do. */
export const storeFailure = (subject: string, cause: unknown): StoreError => {
  if (cause instanceof StoreError) return cause;
  const code = errcodeOf(cause);
  const known = bySqlite.get(code) ?? bySqlite.get(code & 0xff) ?? byNode.get(codeOf(cause));
  return new StoreError({
    reason: known?.reason ?? "failed",
    subject,
    detail: known?.detail ?? `it failed: ${cause instanceof Error ? cause.message : String(cause)}.`,
    cause,
  });
};

/** SQLite's extended result code, as node:sqlite gives it; 0 for what is no failure of SQLite's. */
export const errcodeOf = (thrown: unknown): number =>
  typeof thrown === "object" && thrown !== null && "errcode" in thrown ? Number(thrown.errcode) : 0;

const codeOf = (thrown: unknown): string =>
  typeof thrown === "object" && thrown !== null && "code" in thrown ? String(thrown.code) : "";
