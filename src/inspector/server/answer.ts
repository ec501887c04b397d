import type { InspectedRelay } from "./inspected-relay.ts";
import type { RunFeed } from "./inspected-runs.ts";

/** What a route answers. */
export type Answer =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "bytes"; readonly type: string; readonly bytes: Uint8Array }
  | { readonly kind: "stream"; readonly feed: RunFeed; readonly after: number }
  | { readonly kind: "versions"; readonly relay: InspectedRelay }
  /** The page opens, with the cookie that everything else needs. */
  | { readonly kind: "launched"; readonly cookie: string; readonly page: string }
  | { readonly kind: "refused"; readonly status: number; readonly text: string };

/** The answer where nothing is. */
export const nothingHere: Answer = { kind: "refused", status: 404, text: "There is nothing here." };
