import { crc32 } from "node:zlib";

import type { StateFacts } from "../../../journal/run-checkpoint.ts";
import { hexOf } from "../check-records.ts";

/** What a checkpoint says beside its pages. */
export interface CheckpointHead {
  readonly facts: StateFacts;
  /** The hash of the last record it stands for, which binds it to the chain. */
  readonly hash: Uint8Array;
  readonly executions: number;
  readonly experiments: number;
  /** The checksums of its pages, by their numbers; of a page without one nothing has started. */
  readonly pages: ReadonlyMap<number, number>;
}

/** Another one is not read: the run is gone on with from its records then. */
const version = 1;

/** The bytes of a head: a checksum, and the rest as JSON. */
export const encodeHead = ({ facts, hash, executions, experiments, pages }: CheckpointHead): Uint8Array => {
  const text = JSON.stringify({ version, facts, hash: hexOf(hash), executions, experiments, pages: [...pages] });
  const bytes = Buffer.alloc(checksumBytes + Buffer.byteLength(text));
  bytes.write(text, checksumBytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(checksumBytes)));
  return bytes;
};

/** The head these bytes hold; throws for those that are none, or of another version. */
export const decodeHead = (body: Uint8Array): CheckpointHead => {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const json = bytes.subarray(checksumBytes);
  if (bytes.length < checksumBytes || crc32(json) !== bytes.readUInt32LE())
    throw new RangeError("its head is not as it was written");
  const head: StoredHead = JSON.parse(json.toString("utf8"));
  if (head.version !== version) throw new RangeError(`it has version ${String(head.version)}`);
  const { facts, hash, executions, experiments, pages } = head;
  return { facts, hash: Buffer.from(hash, "hex"), executions, experiments, pages: new Map(pages) };
};

/** What its checksum vouches for: nothing else is looked at in it. */
interface StoredHead extends Pick<CheckpointHead, "facts" | "executions" | "experiments"> {
  readonly version: unknown;
  readonly hash: string;
  readonly pages: readonly (readonly [number, number])[];
}

const checksumBytes = 4;
