import { hash } from "node:crypto";

/** What the first record's hash continues from. */
export const chainStart: Uint8Array = new Uint8Array(32);

/**
 * The hash of a record, over the hash of the record before it: whoever changes, drops or reorders one changes all that
 * follow. About 1 µs.
 */
export const chainHash = (before: Uint8Array, body: string | Uint8Array): Uint8Array => {
  const length = hashLength + (typeof body === "string" ? Buffer.byteLength(body) : body.length);
  if (length > link.length) link = Buffer.allocUnsafe(2 * length);
  link.set(before);
  if (typeof body === "string") link.write(body, hashLength);
  else link.set(body, hashLength);
  // Half of the time it takes to give a buffer: that has memory of its own, and this is a part of Node's pool.
  return Buffer.from(hash("sha256", link.subarray(0, length), "binary"), "binary");
};

const hashLength = chainStart.length;

/** Where both parts are laid side by side: hashing them at once takes two thirds of the time of a hash object. */
let link = Buffer.allocUnsafe(4096);
