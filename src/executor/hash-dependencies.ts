import type * as Effect from "effect/Effect";

import { NotStorable } from "../store-error.ts";
import type { ReuseKey } from "../journal/reuse-decision.ts";
import { contentHash } from "../store/value-codec/content-hash.ts";
import { encodeValue } from "../store/value-codec/encode-value.ts";
import type { ReusePolicy } from "../workflow/reuse-policy.ts";
import { callModule, type ModuleEnd } from "./call-module.ts";
import type { Cancellation } from "./cancellation.ts";

/** Asks a module's policy what it depends on; the end of that, at once where it is a plain value. */
export const askDependencies = (
  dependsOn: ReusePolicy<unknown, string>["dependsOn"],
  params: unknown,
  cancellation: Cancellation,
): ModuleEnd | Effect.Effect<ModuleEnd> =>
  callModule((given) => (typeof dependsOn === "function" ? dependsOn(given) : (dependsOn ?? {})), params, cancellation);

/** The hash of each dependency, by name, without the secrets that `mask` takes out; or, in a sentence, why they are not known. */
export const hashDependencies = (
  end: ModuleEnd,
  mask: (value: unknown) => unknown,
): ReuseKey["dependencies"] | string => {
  if (end.state === "Failed") return `dependsOn failed: ${messageOf(end.thrown)}`;
  if (typeof end.returned !== "object" || end.returned === null || Array.isArray(end.returned))
    return "dependsOn gave no object of named dependencies";
  const hashed: { name: string; content: string }[] = [];
  // As a whole, so that the names of the dependencies count too.
  for (const [name, value] of Object.entries(mask(end.returned) as object)) {
    try {
      hashed.push({ name, content: contentHash(encodeValue(value)) });
    } catch (thrown) {
      if (thrown instanceof NotStorable) return `dependency ${JSON.stringify(name)}: ${thrown.message}`;
      throw thrown;
    }
  }
  return hashed.toSorted((one, other) => (one.name < other.name ? -1 : 1));
};

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
