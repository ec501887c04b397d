import type { PlacedChart } from "../chart/chart.ts";
import type { ActorDetail, ActorsReport, RelayConnection as Standing } from "../protocol/relay-api.ts";
import type { InspectedRelay } from "../server/inspected-relay.ts";
import { decodeRelayMessage, type RelayProtocol } from "./decode-relay-message.ts";
import { shownAddress } from "./relay-address.ts";
import { RelayConnection, type RelayPace } from "./relay-connection.ts";
import { RelayedActors } from "./relayed-actors.ts";

/**
 * The actors of a relay that is listened to.
 *
 * What was heard stays when the relay goes away, as the program that ended is what is looked at; it is let go of when the
 * relay is back and speaks, since it then tells of all there is.
 */
export class WatchedRelay implements InspectedRelay {
  /** As it may be shown. */
  readonly address: string;
  readonly #clock: () => number;
  readonly #listeners = new Set<() => void>();
  #connection: RelayConnection | undefined;
  #actors: RelayedActors;
  #standing: Standing = "open";
  #protocol: RelayProtocol | undefined;
  #epoch = 1;
  #beginsAnew = false;
  #messages = 0;
  #passedOver = 0;
  /** Versions of earlier epochs, and changes that are none of an actor. */
  #earlier = 0;

  /** Rejects with an Error when nobody answers there. */
  static async open(url: URL, clock: () => number, pace?: RelayPace): Promise<WatchedRelay> {
    const relay = new WatchedRelay(url, clock);
    relay.#connection = await RelayConnection.open(
      url,
      {
        opened: () => relay.#stand("open"),
        heard: (data) => relay.#hear(data),
        lost: () => {
          relay.#beginsAnew = true;
          relay.#stand("lost");
        },
      },
      pace,
    );
    return relay;
  }

  private constructor(url: URL, clock: () => number) {
    this.address = shownAddress(url);
    this.#clock = clock;
    this.#actors = new RelayedActors(clock);
  }

  get version(): number {
    return this.#earlier + this.#actors.version;
  }

  report(epoch: number, after: number): ActorsReport {
    return {
      epoch: this.#epoch,
      version: this.#actors.version,
      relay: this.address,
      connection: this.#standing,
      ...(this.#protocol !== undefined && { protocol: this.#protocol }),
      ...this.#actors.since(epoch === this.#epoch ? after : 0),
      totals: { messages: this.#messages, passedOver: this.#passedOver, forgotten: this.#actors.forgotten },
    };
  }

  detail(sessionId: string): ActorDetail | undefined {
    return this.#actors.detail(sessionId);
  }

  async chart(epoch: number, number: number): Promise<PlacedChart | undefined> {
    return epoch === this.#epoch ? this.#actors.charts.placed(number) : undefined;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Listens no more. */
  close(): void {
    this.#connection?.close();
    this.#listeners.clear();
  }

  #stand(standing: Standing): void {
    this.#standing = standing;
    this.#earlier++;
    this.#tell();
  }

  #hear(data: unknown): void {
    if (this.#beginsAnew) {
      this.#beginsAnew = false;
      this.#earlier += this.#actors.version + 1;
      this.#epoch++;
      this.#actors = new RelayedActors(this.#clock);
    }
    this.#messages++;
    const heard = decodeRelayMessage(data);
    if (heard === undefined) {
      this.#passedOver++;
      return;
    }
    this.#protocol = heard.protocol;
    for (const message of heard.messages) this.#actors.hear(message);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
