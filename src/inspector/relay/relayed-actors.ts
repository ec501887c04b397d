import type { ActorDetail, ActorEntry, ActorLine } from "../protocol/relay-api.ts";
import { RelayCharts } from "./relay-charts.ts";
import { mostText, type RelayMessage } from "./relay-message.ts";
import { lineOf, type RelayedActor } from "./relayed-actor.ts";
import { Ring } from "./ring.ts";
import { stateText } from "./state-text.ts";

/** The most that is kept: actors, entries of all logs together, and of one log as it is shown. */
export interface RelayLimits {
  readonly actors: number;
  readonly entries: number;
  readonly shown: number;
  /** The latest actors that are gone; who was not told of one of them has to be told of all that are left. */
  readonly gone: number;
}

const usual: RelayLimits = { actors: 10_000, entries: 20_000, shown: 100, gone: 2000 };

/** The actors that a relay tells of, as they are now, with the last that was heard of them. */
export class RelayedActors {
  /** Grows with every change of an actor. */
  version = 0;
  forgotten = 0;
  readonly charts = new RelayCharts();
  readonly #limits: RelayLimits;
  readonly #clock: () => number;
  readonly #actors = new Map<string, RelayedActor>();
  /** By their parent, as they came. */
  readonly #children = new Map<string, Set<string>>();
  /** In the order in which they ended: children before their parents, as XState ends them. */
  readonly #ended = new Set<string>();
  readonly #log: Ring<ActorEntry & { readonly actor: RelayedActor }>;
  readonly #gone: { readonly sessionId: string; readonly version: number }[] = [];
  /** Who knows less than this version was not told of all that are gone. */
  #tellsGoneFrom = 0;

  constructor(clock: () => number, limits: RelayLimits = usual) {
    this.#clock = clock;
    this.#limits = limits;
    this.#log = new Ring(limits.entries);
  }

  hear(message: RelayMessage): void {
    switch (message.kind) {
      case "actor":
        return this.#meet(message);
      case "event":
        return this.#hearEvent(message);
      case "snapshot":
        return this.#hearSnapshot(message);
      case "stop": {
        const actor = this.#actors.get(message.sessionId);
        if (actor?.status === "active") this.#end(actor, "stopped");
        return undefined;
      }
    }
  }

  /** What changed after a version; `whole` when that cannot be told but by all of them. */
  since(version: number): { whole: boolean; gone: readonly string[]; actors: readonly ActorLine[] } {
    const whole = version < this.#tellsGoneFrom || version > this.version || version === 0;
    const changed = Array.from(this.#actors.values()).filter((actor) => whole || actor.version > version);
    const gone = whole ? [] : this.#gone.filter((each) => each.version > version);
    return { whole, gone: gone.map(({ sessionId }) => sessionId), actors: changed.map(lineOf) };
  }

  detail(sessionId: string): ActorDetail | undefined {
    const actor = this.#actors.get(sessionId);
    if (actor === undefined) return undefined;
    const log: ActorEntry[] = [];
    for (const { actor: of, ...entry } of this.#log.latest()) {
      if (of === actor) log.push(entry);
      if (log.length === this.#limits.shown) break;
    }
    const { machine, value, moved, context, error, entries } = actor;
    return {
      ...lineOf(actor),
      chart: machine === undefined ? { reason: "It is no machine." } : this.charts.lit(machine, value, moved),
      ...(context !== undefined && { context }),
      ...(error !== undefined && { error }),
      log,
      dropped: entries - log.length,
    };
  }

  #meet(told: Extract<RelayMessage, { kind: "actor" }>): void {
    const { sessionId, name, parent, definition, toldAt } = told;
    const known = this.#actors.get(sessionId);
    // Said twice: by a teller that connected again, or that now knows the parent.
    if (known !== undefined && known.toldAt === toldAt && (toldAt !== undefined || known.status === "active")) {
      if (parent !== undefined && known.parent === undefined) this.#adopt(known, parent);
      return;
    }
    // Ids begin anew in every process: one that is told of again is of another program, and that of the other is over.
    if (known !== undefined) this.#forget(toldAt === undefined ? [known] : this.#systemOf(known));
    if (this.#actors.size >= this.#limits.actors && !this.#makeRoom()) {
      this.forgotten++;
      return;
    }
    const actor: RelayedActor = {
      sessionId,
      name,
      parent: undefined,
      toldAt,
      machine: definition === undefined ? undefined : this.charts.meet(definition),
      status: "active",
      state: undefined,
      value: undefined,
      moved: undefined,
      context: undefined,
      error: undefined,
      entries: 0,
      version: ++this.version,
    };
    this.#actors.set(sessionId, actor);
    if (parent !== undefined) this.#adopt(actor, parent);
  }

  #adopt(actor: RelayedActor, parent: string): void {
    actor.parent = parent;
    actor.version = ++this.version;
    const children = this.#children.get(parent) ?? new Set();
    this.#children.set(parent, children.add(actor.sessionId));
  }

  #hearEvent({ sessionId, event, source, text }: Extract<RelayMessage, { kind: "event" }>): void {
    const actor = this.#actors.get(sessionId);
    if (actor === undefined) return;
    const from = source === undefined ? undefined : (this.#actors.get(source)?.name ?? source);
    this.#note(actor, {
      kind: "event",
      event,
      ...(from !== undefined && { source: from }),
      ...(text !== undefined && { text }),
    });
  }

  #hearSnapshot(told: Extract<RelayMessage, { kind: "snapshot" }>): void {
    const actor = this.#actors.get(told.sessionId);
    if (actor === undefined) return;
    const { status, value, context, error, event } = told;
    const text = stateText(value, mostText.state);
    const state = text ?? (value === undefined ? undefined : "a state that cannot be told");
    if (state !== actor.state && actor.state !== undefined) actor.moved = { event: event ?? "", from: actor.value };
    actor.state = state;
    // A value that is too long to be told is too long to be kept.
    actor.value = text === undefined || text.length > mostText.state ? undefined : value;
    actor.context = context;
    actor.error = error;
    this.#note(actor, { kind: "snapshot", event: event ?? "", ...(state !== undefined && { text: state }) });
    if (status === "active") {
      actor.status = status;
      this.#ended.delete(actor.sessionId);
    } else this.#end(actor, status);
  }

  #note(actor: RelayedActor, entry: Omit<ActorEntry, "at">): void {
    actor.entries++;
    actor.version = ++this.version;
    this.#log.push({ at: this.#clock(), ...entry, actor });
  }

  /** What an actor began ends with it: XState says nothing of it. */
  #end(actor: RelayedActor, status: "done" | "error" | "stopped"): void {
    const ending: { readonly each: RelayedActor; readonly as: typeof status }[] = [{ each: actor, as: status }];
    for (let next = ending.pop(); next !== undefined; next = ending.pop()) {
      const { each, as } = next;
      each.status = as;
      each.version = ++this.version;
      this.#ended.add(each.sessionId);
      for (const child of this.#childrenOf(each))
        if (child.status === "active") ending.push({ each: child, as: "stopped" });
    }
  }

  #childrenOf({ sessionId }: RelayedActor): readonly RelayedActor[] {
    return Array.from(this.#children.get(sessionId) ?? []).flatMap((child) => this.#actors.get(child) ?? []);
  }

  /** An actor's root, and all that is below it; a relay may tell of parents in a circle. */
  #systemOf(actor: RelayedActor): readonly RelayedActor[] {
    const above = new Set([actor]);
    let root = actor;
    for (;;) {
      const parent = root.parent === undefined ? undefined : this.#actors.get(root.parent);
      if (parent === undefined || above.has(parent)) break;
      above.add((root = parent));
    }
    const system = new Set([root]);
    for (const each of system) for (const child of this.#childrenOf(each)) system.add(child);
    return Array.from(system);
  }

  #makeRoom(): boolean {
    const [first] = this.#ended;
    const actor = first === undefined ? undefined : this.#actors.get(first);
    if (actor === undefined) return false;
    this.#forget([actor]);
    this.forgotten++;
    return true;
  }

  #forget(actors: readonly RelayedActor[]): void {
    for (const { sessionId, parent } of actors) {
      this.#actors.delete(sessionId);
      this.#ended.delete(sessionId);
      const siblings = parent === undefined ? undefined : this.#children.get(parent);
      siblings?.delete(sessionId);
      if (parent !== undefined && siblings?.size === 0) this.#children.delete(parent);
      this.#gone.push({ sessionId, version: ++this.version });
      if (this.#gone.length > this.#limits.gone) this.#tellsGoneFrom = this.#gone.shift()?.version ?? this.version;
    }
  }
}
