import type { RunColumns } from "../protocol/run-columns.ts";
import { RunFold } from "../protocol/run-fold.ts";
import type { Following, Source } from "./source/source.ts";

/** How the connection to a run is. */
export type Connection = "live" | "ended" | "lost";

/**
 * A run that the page shows: its records so far, folded up to the record the page stands at.
 *
 * Who shows it subscribes, and reads `version` to know that something changed. What comes in is told at most every
 * {@link tellEveryMs}: by a timer, as animation frames stop in hidden tabs.
 */
export class RunPage {
  readonly runId: string;
  readonly source: Source;
  readonly run: RunColumns;
  readonly fold: RunFold;
  #version = 0;
  #connection: Connection = "live";
  #live = true;
  #due = false;
  #stop: () => void = () => undefined;
  readonly #listeners = new Set<() => void>();

  constructor(source: Source, runId: string, run: RunColumns) {
    this.source = source;
    this.runId = runId;
    this.run = run;
    this.fold = new RunFold(run);
    this.fold.seek(run.length);
  }

  /** Begins to follow the run; `onStale` is told when it has to be opened again. */
  follow(onStale: () => void): void {
    this.#stop = this.source.follow(this.runId, this.run, (what) => this.#hear(what, onStale));
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  /** Grows whenever anything that is shown changed. */
  get version(): number {
    return this.#version;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Whether the page goes on with the run, rather than standing at one record. */
  get live(): boolean {
    return this.#live;
  }

  /** The record the page stands at. */
  get seq(): number {
    return this.fold.seq;
  }

  /** Stands at a record; undefined goes on with the run. */
  stand(seq: number | undefined): void {
    const target = seq ?? this.run.length;
    if (this.#live === (seq === undefined) && target === this.fold.seq) return;
    this.#live = seq === undefined;
    this.fold.seek(target);
    this.#tell();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #hear(what: Following, onStale: () => void): void {
    if (what === "stale") return onStale();
    if (what === "grown") return this.#tellSoon();
    const connection = what === "connected" ? "live" : what;
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#tell();
  }

  #tellSoon(): void {
    if (this.#due) return;
    this.#due = true;
    setTimeout(() => {
      this.#due = false;
      if (this.#live) this.fold.seek(this.run.length);
      this.#tell();
    }, tellEveryMs);
  }

  #tell(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

const tellEveryMs = 50;
