import { deflateRawSync } from "node:zlib";

import { encodeRecord } from "../../../journal/codec.ts";
import type {
  ExperimentCompleted,
  ExperimentStarted,
  JournalRecord,
  ModuleCompleted,
  ModuleStarted,
  StepCompleted,
} from "../../../journal/record.ts";
import { bodies, changesAs, flags, hashPrefix, longLine, nanoseconds, resultAs, tags } from "./batch-format.ts";
import { ByteWriter } from "./byte-writer.ts";
import { isDuration, isIndex, isTime, isUsual } from "./usual-record.ts";
import type { RunDictionary } from "./run-dictionary.ts";

/**
 * Encodes the batches of one run, in their order.
 *
 * Names follow from the plan, numbers from the place, and most of the rest from what was written before. A record that
 * has anything unusual, an order of its fields included, is written as its line: what is read is always what was given.
 */
export class BatchEncoder {
  readonly #dictionary: RunDictionary;
  readonly #writer = new ByteWriter();
  #at = 0;
  #lastExecution = 0;
  #lastResult = "";
  #defines = false;

  constructor(dictionary: RunDictionary) {
    this.#dictionary = dictionary;
  }

  /**
   * The body of a batch, good until the next is encoded. What it defines is in the dictionary then: a batch that is not
   * kept is taken back with `RunDictionary.backTo`.
   */
  encode(records: readonly JournalRecord[]): Uint8Array {
    const before = this.#dictionary.sizes;
    // The first record of a run can be large: it is not written twice.
    if (records[0]?.type !== "run.started") {
      this.#writer.reset();
      this.#writer.byte(bodies.plain);
      this.#records(records, this.#dictionary.startedAt);
      if (!this.#defines) return this.#writer.written();
      // Rare: the same batch again, behind its header.
      this.#dictionary.backTo(before);
    }
    this.#writer.reset();
    this.#writer.byte(bodies.defining);
    for (const size of [before.schemas, before.changes, before.results]) this.#writer.count(size);
    this.#records(records, 0);
    return this.#writer.written();
  }

  #records(records: readonly JournalRecord[], from: number): void {
    this.#defines = false;
    this.#at = from;
    this.#lastExecution = 0;
    for (const record of records) if (!this.#isWritten(record)) this.#text(record);
  }

  #text(record: JournalRecord): void {
    const line = encodeRecord(record);
    if (line.length > longLine) this.#deflated(Buffer.from(line));
    else {
      this.#writer.byte(tags.text);
      this.#writer.text(line);
    }
    if (this.#dictionary.learn(record)) this.#defines = true;
  }

  #deflated(line: Uint8Array): void {
    this.#writer.byte(tags.deflated);
    this.#writer.count(line.length);
    this.#writer.bytes(deflateRawSync(line, { level: 1 }));
  }

  /** Writes a record in its short form; whether it has one. */
  #isWritten(record: JournalRecord): boolean {
    if (!this.#dictionary.isBegun || !isTime(record.at) || !isUsual(record)) return false;
    switch (record.type) {
      case "experiment.started":
        return this.#experiment(record, tags.experimentStarted);
      case "experiment.completed":
        return this.#experiment(record, tags.experimentCompleted);
      case "module.started":
        return this.#started(record);
      case "step.completed":
        return this.#step(record);
      case "module.completed":
        return this.#completed(record);
      case "run.started":
      case "run.resumed":
      case "schema.recorded":
      case "module.retried":
      case "module.failed":
      case "experiment.failed":
      case "run.completed":
      case "run.failed":
        return false;
    }
  }

  #experiment(record: ExperimentStarted | ExperimentCompleted, tag: number): boolean {
    const { at, experiment } = record;
    if (!isIndex(experiment)) return false;
    this.#head(at, tag);
    this.#writer.difference(experiment - (this.#dictionary.planned(this.#lastExecution)?.experiment ?? 0));
    return true;
  }

  #started(record: ModuleStarted): boolean {
    const { queuedMs } = record;
    const before = this.#dictionary.numberOfSchema(record.schemaBefore);
    if (before === undefined || !this.#isPlanned(record)) return false;
    if (queuedMs !== undefined && !isDuration(queuedMs)) return false;
    this.#head(record.at, tags.moduleStarted | (queuedMs === undefined ? 0 : flags.second), record);
    this.#writer.count(before);
    if (queuedMs !== undefined) this.#duration(queuedMs);
    return true;
  }

  #step(record: StepCompleted): boolean {
    if (!isDuration(record.durationMs) || !this.#isPlanned(record)) return false;
    this.#head(record.at, tags.stepCompleted | (record.state === "Failed" ? flags.second : 0), record);
    this.#writer.text(JSON.stringify(record.step));
    this.#duration(record.durationMs);
    return true;
  }

  #completed(record: ModuleCompleted): boolean {
    const { annotations, reuse } = record;
    const before = this.#dictionary.numberOfSchema(record.schemaBefore);
    const after = this.#dictionary.numberOfSchema(record.schemaAfter);
    if (before === undefined || after === undefined) return false;
    if (!isDuration(record.durationMs) || !this.#isPlanned(record)) return false;
    let isEmpty = true;
    for (const _ in annotations) isEmpty = false;
    const taken = record.origin === "reused" ? flags.second : 0;
    const more = (isEmpty ? 0 : flags.annotations) | (reuse === undefined ? 0 : flags.reuse);
    this.#head(record.at, tags.moduleCompleted | taken | more, record);
    this.#writer.count(before);
    this.#writer.count(after);
    this.#changes(record.changes);
    if (!isEmpty) this.#writer.text(JSON.stringify(annotations));
    this.#duration(record.durationMs);
    this.#result(record.result);
    if (reuse !== undefined) this.#writer.text(JSON.stringify(reuse));
    return true;
  }

  /** The time where it is another, the tag, and the execution and attempt where it is about one. */
  #head(at: number, tag: number, about?: { readonly execution: number; readonly attempt: number }): void {
    const writer = this.#writer;
    if (at !== this.#at) {
      writer.byte(tags.time);
      writer.difference(at - this.#at);
      this.#at = at;
    }
    if (about === undefined) return writer.byte(tag);
    writer.byte(about.attempt === 1 ? tag : tag | flags.attempt);
    writer.difference(about.execution - this.#lastExecution);
    this.#lastExecution = about.execution;
    if (about.attempt !== 1) writer.count(about.attempt);
  }

  #isPlanned(record: ModuleStarted | StepCompleted | ModuleCompleted): boolean {
    if (!isIndex(record.execution) || !isIndex(record.attempt)) return false;
    const planned = this.#dictionary.planned(record.execution);
    return planned?.moduleName === record.moduleName && planned.experimentName === record.experimentName;
  }

  /** Twice the nanoseconds where these are the number, to the last bit; else 1 and the number. */
  #duration(ms: number): void {
    const whole = Math.round(ms * nanoseconds);
    if (whole <= 2 ** 51 && whole / nanoseconds === ms) return this.#writer.count(2 * whole);
    this.#writer.count(1);
    this.#writer.double(ms);
  }

  #changes(changes: ModuleCompleted["changes"]): void {
    const writer = this.#writer;
    if (changes.length === 0) return writer.count(changesAs.none);
    const same = this.#dictionary.numberOfList(changes);
    if (same !== undefined) return writer.count(changesAs.known + same);
    const text = JSON.stringify(changes);
    const known = this.#dictionary.numberOfChanges(text, changes);
    if (known !== undefined) return writer.count(changesAs.known + known);
    const defined = this.#dictionary.defineChanges(text, changes);
    writer.count(defined ? changesAs.defined : changesAs.text);
    writer.text(text);
    this.#defines ||= defined;
  }

  #result(result: string): void {
    const writer = this.#writer;
    const known = this.#dictionary.numberOfResult(result);
    if (known !== undefined) return writer.count(resultAs.known + known);
    if (!isHash(result)) {
      writer.count(resultAs.text);
      return writer.text(JSON.stringify(result));
    }
    const defined = result === this.#lastResult && this.#dictionary.defineResult(result);
    this.#lastResult = result;
    writer.count(defined ? resultAs.defined : resultAs.hash);
    writer.hex(result.slice(hashPrefix.length));
    this.#defines ||= defined;
  }
}

const isHash = (result: string): boolean => /^sha256:[\da-f]{64}$/u.test(result);
