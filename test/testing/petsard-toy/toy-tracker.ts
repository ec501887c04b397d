/** What can be wrong with a {@link ToyTracker}: what is wrong with PETsARD 1.6.0, each by itself. */
export type ToyDefect =
  /** An execution is taken off the queue before it is carried out: a second `run()` goes on behind the one that failed. */
  | "skips what failed"
  /** Results are kept under names joined as they are: two paths can have the same. */
  | "overwrites siblings"
  /** Times are begun and ended by module and experiment, whatever the branch: of two at once, one ends the other's. */
  | "mis-pairs times"
  /** A module is said to have read what the same module put out last, in another branch. */
  | "keeps stale branches";

/** One module with one experiment: `["Loader", "adult"]`. */
export type ToyStep = readonly [moduleName: string, experimentName: string];

/** What a module does in one execution. */
export type ToyModule = (path: readonly ToyStep[], input: string | undefined) => Promise<string>;

/** What is said of one execution that was carried out. */
export interface ToySnapshot {
  readonly path: readonly ToyStep[];
  readonly before: string | undefined;
  readonly after: string;
}

/** How long an execution is said to have taken. */
export interface ToyTime {
  readonly path: readonly ToyStep[];
  readonly start: number;
  readonly end: number;
}

/** A tracker of the kind one writes in an afternoon: it runs every path of a tree, and says what happened. */
export class ToyTracker {
  readonly results = new Map<string, { readonly path: readonly ToyStep[]; readonly data: string }>();
  readonly snapshots: ToySnapshot[] = [];
  readonly times: ToyTime[] = [];
  completed = false;
  readonly #modules: readonly (readonly ToyStep[])[];
  readonly #run: ToyModule;
  readonly #now: () => number;
  readonly #defects: ReadonlySet<ToyDefect>;
  /** Per branch of the first module, the paths that are still to be carried out, in pre-order. */
  readonly #queues: (readonly ToyStep[])[][];
  readonly #outputs = new Map<string, string>();
  readonly #lastOf = new Map<string, string>();
  readonly #begun = new Map<string, number>();

  constructor(
    modules: readonly (readonly ToyStep[])[],
    run: ToyModule,
    now: () => number,
    defects: readonly ToyDefect[] = [],
  ) {
    this.#modules = modules;
    this.#run = run;
    this.#now = now;
    this.#defects = new Set(defects);
    this.#queues = (modules[0] ?? []).map((step) => this.#pathsFrom([step]));
  }

  /** Carries out what is left: one branch after the other, or all at once. Rejects with the first failure of a module. */
  async run(atOnce: boolean): Promise<void> {
    const walks: Promise<void>[] = [];
    for (const queue of this.#queues) {
      const walk = this.#walk(queue);
      walks.push(walk);
      if (!atOnce) await walk;
    }
    for (const ended of await Promise.allSettled(walks)) if (ended.status === "rejected") throw ended.reason;
    this.completed = true;
  }

  async #walk(queue: (readonly ToyStep[])[]): Promise<void> {
    for (let path = queue[0]; path !== undefined; path = queue[0]) {
      if (this.#defects.has("skips what failed")) queue.shift();
      await this.#execute(path);
      if (!this.#defects.has("skips what failed")) queue.shift();
    }
  }

  async #execute(path: readonly ToyStep[]): Promise<void> {
    const [moduleName, experimentName] = path.at(-1) ?? ["", ""];
    const above = path.at(-2)?.[0] ?? "";
    const key = JSON.stringify(path);
    const timeKey = this.#defects.has("mis-pairs times") ? `${moduleName}_${experimentName}` : key;
    // What the module above put out last is what it put out in this branch, unless that was skipped.
    const input = this.#defects.has("skips what failed")
      ? this.#lastOf.get(above)
      : this.#outputs.get(JSON.stringify(path.slice(0, -1)));
    const before = this.#defects.has("keeps stale branches") ? this.#lastOf.get(moduleName) : input;
    this.#begun.set(timeKey, this.#now());
    const after = await this.#run(path, input);
    const [start, end] = [this.#begun.get(timeKey), this.#now()];
    this.#begun.delete(timeKey);
    if (start !== undefined) this.times.push({ path, start, end });
    this.snapshots.push({ path, before, after });
    this.#outputs.set(key, after);
    this.#lastOf.set(moduleName, after);
    const label = path.map(([module, experiment]) => `${module}[${experiment}]`).join("_");
    if (path.length === this.#modules.length)
      this.results.set(this.#defects.has("overwrites siblings") ? label : key, { path, data: after });
  }

  #pathsFrom(path: readonly ToyStep[]): (readonly ToyStep[])[] {
    return [path, ...(this.#modules[path.length] ?? []).flatMap((step) => this.#pathsFrom([...path, step]))];
  }
}
