import type { ModuleCompleted } from "../journal/record.ts";
import type { CompletionRef } from "../journal/reuse-decision.ts";
import type { Tracked } from "../workflow/module.ts";

/**
 * What a store knows of the results of one place.
 *
 * `same`: one made from the same parts, whole, the newest such. `damaged`: there is one, and it is not as it was
 * written. `other`: the newest completion, made from other parts. `none`: nothing is kept.
 */
export type EarlierResult =
  | {
      readonly kind: "same";
      readonly from: CompletionRef;
      readonly record: ModuleCompleted;
      readonly tracked: Tracked<unknown>;
    }
  | { readonly kind: "damaged"; readonly from: CompletionRef; readonly detail: string }
  | { readonly kind: "other"; readonly from: CompletionRef; readonly record: ModuleCompleted }
  | { readonly kind: "none" };

/** At most so many results of a place are looked at, the newest: what an execution may cost that has to be carried out. */
export const mostEarlierResults = 1000;
