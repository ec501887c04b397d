import type { ActorLine, ActorsReport, ActorStatus } from "../../protocol/relay-api.ts";
import type { RelaySource } from "../source/http-relay.ts";

/** The actors of a relay as the page has them; who shows them subscribes, as with a run. */
export class RelayPage {
  readonly source: RelaySource;
  readonly actors = new Map<string, ActorLine>();
  /** The last report; undefined before the first. */
  report: ActorsReport | undefined;
  /** Why the server could not be asked the last time. */
  failure: string | undefined;
  #version = 0;
  #asking = false;
  #askAgain = false;
  #stop: () => void = () => undefined;
  readonly #listeners = new Set<() => void>();

  constructor(source: RelaySource) {
    this.source = source;
  }

  get version(): number {
    return this.#version;
  }

  get counts(): Readonly<Record<ActorStatus, number>> {
    const counts = { active: 0, done: 0, error: 0, stopped: 0 };
    for (const { status } of this.actors.values()) counts[status]++;
    return counts;
  }

  follow(): void {
    void this.#ask();
    this.#stop = this.source.follow((what) => {
      if (what === "changed") void this.#ask();
      else this.#fail("the connection to the inspector is lost, trying again");
    });
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One question at a time: what changed meanwhile is in the answer to the next. */
  async #ask(): Promise<void> {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    try {
      this.#take(await this.source.report(this.report?.epoch ?? 0, this.report?.version ?? 0));
    } catch (thrown) {
      this.#fail(thrown instanceof Error ? thrown.message : String(thrown));
    }
    this.#asking = false;
    if (!this.#askAgain) return;
    this.#askAgain = false;
    void this.#ask();
  }

  #take(report: ActorsReport): void {
    if (report.whole) this.actors.clear();
    for (const sessionId of report.gone) this.actors.delete(sessionId);
    for (const actor of report.actors) this.actors.set(actor.sessionId, actor);
    this.report = report;
    this.failure = undefined;
    this.#tell();
  }

  #fail(message: string): void {
    this.failure = message;
    this.#tell();
  }

  #tell(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
