import { StoreError } from "../../error.ts";

/** SQLite's primary result codes, of which node:sqlite gives the extended form in `errcode`. */
const reasons: ReadonlyMap<number, { readonly reason: StoreError["reason"]; readonly detail: string }> = new Map([
  [5, { reason: "busy", detail: "another process kept it locked for too long. Try again." }],
  [6, { reason: "busy", detail: "another process kept it locked for too long. Try again." }],
  [8, { reason: "read-only", detail: "it cannot be written. Check its permissions, or read it only." }],
  [10, { reason: "full", detail: "the disk did not take a write. Make room; the run can be resumed." }],
  [11, { reason: "damaged", detail: "the file is damaged. Take a copy, and verify its runs." }],
  [13, { reason: "full", detail: "no space is left. Make room; the run can be resumed." }],
  [14, { reason: "missing", detail: "it cannot be opened. Check the path and its permissions." }],
  [26, { reason: "not-a-store", detail: "it is no runstate store. Give the path of a store, or of a new file." }],
]);

/** The system's codes, of what is written beside the SQLite file. */
const codes: ReadonlyMap<string, number> = new Map([
  ["ENOSPC", 13],
  ["EDQUOT", 13],
  ["EFBIG", 10],
  ["EIO", 10],
  ["EROFS", 8],
  ["EACCES", 8],
  ["EPERM", 8],
]);

/** What SQLite or the file system threw, as a StoreError that says what to do. */
export const storeFailure = (subject: string, cause: unknown): StoreError => {
  if (cause instanceof StoreError) return cause;
  const known = reasons.get(resultCode(cause));
  return new StoreError({
    reason: known?.reason ?? "failed",
    subject,
    detail: known?.detail ?? `it failed: ${cause instanceof Error ? cause.message : String(cause)}.`,
    cause,
  });
};

const resultCode = (cause: unknown): number => {
  if (typeof cause !== "object" || cause === null) return 0;
  if ("errcode" in cause) return Number(cause.errcode) & 0xff;
  return "code" in cause ? (codes.get(String(cause.code)) ?? 0) : 0;
};
