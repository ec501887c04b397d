import { inflateRawSync } from "node:zlib";

import { decodeRecord } from "../../../journal/codec.ts";
import type { JournalRecord, ModuleCompleted } from "../../../journal/record.ts";
import type { FieldChange } from "../../../schema/field-change.ts";
import { bodies, changesAs, flags, hashBytes, hashPrefix, nanoseconds, resultAs, tags } from "./batch-format.ts";
import { ByteReader } from "./byte-reader.ts";
import type { BatchNames } from "./run-dictionary.ts";

/** The records of a batch. */
export interface DecodedBatch {
  readonly records: readonly JournalRecord[];
  /** The lines of those that were written as such, by their numbers, as they were written. */
  readonly lines: ReadonlyMap<number, string>;
}

/**
 * Decodes the body of a batch whose first record has the number `seq`, and learns what it defines; throws for a body
 * that was not written after what the dictionary holds. Whether it is as it was written only its hash says.
 */
export const decodeBatch = (dictionary: BatchNames, seq: number, body: Uint8Array): DecodedBatch =>
  new BatchDecoder(dictionary, seq, body).decoded();

class BatchDecoder {
  readonly #dictionary: BatchNames;
  readonly #reader: ByteReader;
  readonly #body: Uint8Array;
  readonly #first: number;
  readonly #records: JournalRecord[] = [];
  readonly #lines = new Map<number, string>();
  #at: number;
  #lastExecution = 0;
  /** Whether the dictionary was taught this batch before. */
  #isKnown = false;

  constructor(dictionary: BatchNames, seq: number, body: Uint8Array) {
    this.#dictionary = dictionary;
    this.#reader = new ByteReader(body);
    this.#body = body;
    this.#first = seq;
    this.#at = dictionary.startedAt;
  }

  decoded(): DecodedBatch {
    if (this.#body[0] === bodies.line) this.#line(Buffer.from(this.#body).toString("utf8"));
    else {
      this.#header(this.#reader.byte());
      while (!this.#reader.isAtEnd) this.#next(this.#reader.byte());
    }
    return { records: this.#records, lines: this.#lines };
  }

  #header(kind: number): void {
    if (kind === bodies.plain) return;
    if (kind !== bodies.defining) throw new RangeError(`it begins with ${kind}, which no batch does`);
    this.#at = 0;
    const { schemas, changes, results } = this.#dictionary.sizes;
    for (const size of [schemas, changes, results]) {
      const before = this.#reader.count();
      if (before > size) throw new RangeError(`${before} definitions were before it, and ${size} are known`);
      this.#isKnown ||= before < size;
    }
  }

  get #seq(): number {
    return this.#first + this.#records.length;
  }

  #line(line: string): void {
    const record = decodeRecord(JSON.parse(line));
    if (record.seq !== this.#seq) throw new RangeError(`it says that it is record ${record.seq}`);
    this.#dictionary.learn(record);
    this.#lines.set(record.seq, line);
    this.#records.push(record);
  }

  /** Never more than the bytes it says it was made from. */
  #inflated(length: number, bytes: Uint8Array): string {
    if (length > mostLineBytes) throw new RangeError(`a line of ${length} bytes is too long`);
    const line = inflateRawSync(bytes, { maxOutputLength: Math.max(1, length) });
    if (line.length !== length) throw new RangeError(`a line has ${line.length} bytes, and ${length} were written`);
    return line.toString("utf8");
  }

  #next(tag: number): void {
    const reader = this.#reader;
    if (tag !== tags.text && tag !== tags.deflated && !this.#dictionary.isBegun)
      throw new RangeError("the plan of its run is not known");
    switch (tag & 0x0f) {
      case tags.text:
        return this.#line(reader.text());
      case tags.deflated:
        return this.#line(this.#inflated(reader.count(), reader.bytes()));
      case tags.time:
        this.#at += reader.difference();
        return;
      case tags.experimentStarted:
        this.#records.push({ ...this.#head, type: "experiment.started", experiment: this.#experiment() });
        return;
      case tags.experimentCompleted:
        this.#records.push({ ...this.#head, type: "experiment.completed", experiment: this.#experiment() });
        return;
      case tags.moduleStarted:
        return this.#started(tag);
      case tags.stepCompleted:
        return this.#step(tag);
      case tags.moduleCompleted:
        return this.#completed(tag);
      default:
        throw new RangeError(`no record has the tag ${tag & 0x0f}`);
    }
  }

  get #head() {
    return { seq: this.#seq, at: this.#at };
  }

  #experiment(): number {
    const from = this.#dictionary.planned(this.#lastExecution)?.experiment ?? 0;
    return index(from + this.#reader.difference());
  }

  #about(tag: number) {
    const execution = index(this.#lastExecution + this.#reader.difference());
    const attempt = (tag & flags.attempt) === 0 ? 1 : this.#reader.count();
    const planned = this.#dictionary.planned(execution);
    if (planned === undefined) throw new RangeError(`the plan has no execution ${execution}`);
    this.#lastExecution = execution;
    return { execution, attempt, moduleName: planned.moduleName, experimentName: planned.experimentName };
  }

  #started(tag: number): void {
    const { execution, attempt, moduleName, experimentName } = this.#about(tag);
    const record = {
      seq: this.#seq,
      at: this.#at,
      type: "module.started",
      execution,
      moduleName,
      experimentName,
      attempt,
      schemaBefore: this.#dictionary.schema(this.#reader.count()),
    } as const;
    this.#records.push((tag & flags.second) === 0 ? record : { ...record, queuedMs: this.#duration() });
  }

  #step(tag: number): void {
    const { execution, attempt, moduleName, experimentName } = this.#about(tag);
    this.#records.push({
      seq: this.#seq,
      at: this.#at,
      type: "step.completed",
      execution,
      moduleName,
      experimentName,
      attempt,
      step: String(JSON.parse(this.#reader.text())),
      state: (tag & flags.second) === 0 ? "Completed" : "Failed",
      durationMs: this.#duration(),
    });
  }

  #completed(tag: number): void {
    const { execution, attempt, moduleName, experimentName } = this.#about(tag);
    const record: ModuleCompleted = {
      seq: this.#seq,
      at: this.#at,
      type: "module.completed",
      execution,
      moduleName,
      experimentName,
      attempt,
      origin: (tag & flags.second) === 0 ? "executed" : "reused",
      schemaBefore: this.#dictionary.schema(this.#reader.count()),
      schemaAfter: this.#dictionary.schema(this.#reader.count()),
      changes: this.#changes(),
      annotations: (tag & flags.annotations) === 0 ? {} : JSON.parse(this.#reader.text()),
      durationMs: this.#duration(),
      result: this.#result(),
    };
    this.#records.push((tag & flags.reuse) === 0 ? record : { ...record, reuse: JSON.parse(this.#reader.text()) });
  }

  #duration(): number {
    const value = this.#reader.count();
    return value === 1 ? this.#reader.double() : value / 2 / nanoseconds;
  }

  #changes(): readonly FieldChange[] {
    const how = this.#reader.count();
    if (how === changesAs.none) return [];
    if (how >= changesAs.known) return this.#dictionary.changes(how - changesAs.known);
    const text = this.#reader.text();
    const changes: readonly FieldChange[] = JSON.parse(text);
    if (how === changesAs.defined && !this.#isKnown) this.#dictionary.defineChanges(text, changes);
    return changes;
  }

  #result(): string {
    const how = this.#reader.count();
    if (how >= resultAs.known) return this.#dictionary.result(how - resultAs.known);
    if (how === resultAs.text) return String(JSON.parse(this.#reader.text()));
    const result = hashPrefix + this.#reader.hex(hashBytes);
    if (how === resultAs.defined && !this.#isKnown) this.#dictionary.defineResult(result);
    return result;
  }
}

/** JavaScript holds no longer text. */
const mostLineBytes = 2 ** 29;

const index = (value: number): number => {
  if (value < 0) throw new RangeError(`${value} is no number of an execution or experiment`);
  return value;
};
