import { contentHash } from "../../store/value-codec/content-hash.ts";
import { encodeValue } from "../../store/value-codec/encode-value.ts";
import type { ModuleType } from "../../workflow/define-workflow.ts";
import type { ExecutionFacts, Law } from "./law.ts";
import { valueText } from "./value-text.ts";

/**
 * The law that a module gives the same again for the same params and input.
 *
 * What it gives must be storable: it is compared as it would be stored.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("doubles").module("Loader", { run: () => 2 });
 * await checkWorkflow(workflow, { laws: [deterministic("Loader")], runs: 20 });
 * ```
 */
export const deterministic = <Modules extends readonly ModuleType[]>(
  moduleName: Modules[number]["name"],
): Law<Modules> =>
  ofModule(moduleName, `${moduleName} is deterministic`, async ({ before, after, again }) => {
    expectSameData(await again(before), after, "called again with the same input");
  });

/**
 * The law that a module changes nothing more when it is given its own output: `clean(clean(rows))` is `clean(rows)`.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("clean")
 *   .module("Loader", { run: () => [3, 1, 2] })
 *   .module("Sorter", { run: ({ input }) => input.data.toSorted() });
 * await checkWorkflow(workflow, { laws: [idempotent("Sorter")], runs: 20 });
 * ```
 */
export const idempotent = <Modules extends readonly ModuleType[]>(moduleName: Modules[number]["name"]): Law<Modules> =>
  ofModule(moduleName, `${moduleName} is idempotent`, async ({ after, again }) => {
    expectSameData(await again(after), after, "called with its own output");
  });

const ofModule = <Modules extends readonly ModuleType[]>(
  moduleName: Modules[number]["name"],
  claim: string,
  holds: (facts: ExecutionFacts) => Promise<void>,
  // What is known of the data of any module is enough for a law that only compares it.
): Law<Modules> => ({
  kind: "execution",
  claim,
  moduleName,
  holds,
});

const expectSameData = (found: unknown, expected: unknown, when: string): void => {
  if (contentHash(encodeValue(found)) === contentHash(encodeValue(expected))) return;
  throw new Error(`${when}, it gave ${valueText(found)}, after ${valueText(expected)}`);
};
