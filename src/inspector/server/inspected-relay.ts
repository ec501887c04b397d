import type { PlacedChart } from "../chart/chart.ts";
import type { ActorDetail, ActorsReport } from "../protocol/relay-api.ts";

/** The actors of a relay, as an inspector shows them. */
export interface InspectedRelay {
  /** Grows with every change. */
  readonly version: number;
  /** What changed since a report; everything when there was none. */
  report(epoch: number, after: number): ActorsReport;
  detail(sessionId: string): ActorDetail | undefined;
  /** Undefined when there is none of that number. */
  chart(epoch: number, number: number): Promise<PlacedChart | undefined>;
  /** Tells when the version has grown; the returned function stops it. */
  onChange(listener: () => void): () => void;
}
