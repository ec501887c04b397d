import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import {
  defineWorkflow,
  Executor,
  fromPetsardConfig,
  loadStatus,
  memoryStore,
  parseConfigYaml,
  planConfig,
  readConfigFile,
} from "../../src/index.ts";
import { workers } from "../../src/engine/index.ts";
import { inspect, inspectRelay, statelyInspect } from "../../src/inspector/index.ts";
import { sqliteStore, verifyRun } from "../../src/store/sqlite/index.ts";
import {
  checkWorkflow,
  exploreRun,
  faultScript,
  frame,
  journal,
  machineCommands,
  produces,
  schema,
  statusCommands,
  workflowConfig,
} from "../../src/testing/index.ts";
import { moduleMachine } from "../../machines/index.ts";
import { checkOptions } from "../../src/workflow/check-options.ts";

const workflow = defineWorkflow("one").module("Loader", { run: () => 1 });
const config = { Loader: { a: {} } };
const executor = new Executor({ workflow, config });

/** Options of which the compiler knows nothing. */
const loose = (name: string, value: unknown = 1): object => ({ [name]: value });

test.each<readonly [message: string, make: () => unknown]>([
  [
    "Executor: concurency: there is no such option. Did you mean concurrency?",
    () => new Executor({ workflow, config, ...loose("concurency") }),
  ],
  [
    "Executor: secrets: key: there is no such option. Did you mean keys?",
    () => new Executor({ workflow, config, secrets: loose("key") }),
  ],
  [
    "planConfig: maxExecution: there is no such option. Did you mean maxExecutions?",
    () => planConfig(config, loose("maxExecution")),
  ],
  [
    "parseConfigYaml: maxByte: there is no such option. Did you mean maxBytes?",
    () => parseConfigYaml("Loader: {a: {}}", loose("maxByte")),
  ],
  [
    "fromPetsardConfig: maxByte: there is no such option. Did you mean maxBytes?",
    () => fromPetsardConfig("Loader: {a: {}}", loose("maxByte")),
  ],
  [
    "readConfigFile: maxByte: there is no such option. Did you mean maxBytes?",
    () => Effect.runPromise(Effect.provide(readConfigFile("none.yaml", loose("maxByte")), FileSystem.layerNoop({}))),
  ],
  [
    "loadStatus: retains: there is no such option. Did you mean retain?",
    () => loadStatus(memoryStore(), "r1", loose("retains")),
  ],
  [
    "produces: close: there is no such option. Did you mean closed?",
    () => produces("Loader", { fields: {}, ...loose("close") }),
  ],
  ["memoryStore: codec: there is no such option. Did you mean codecs?", () => memoryStore(loose("codec"))],
  [
    "sqliteStore: durabilty: there is no such option. Did you mean durability?",
    () => sqliteStore("none.db", loose("durabilty")),
  ],
  ["verifyRun: anchr: there is no such option. Did you mean anchor?", () => verifyRun("none.db", "r1", loose("anchr"))],
  ["workers: grase: there is no such option. Did you mean grace?", () => workers(1, loose("grase"))],
  [
    "workers: resourceLimits: stackSizeMB: there is no such option. Did you mean stackSizeMb?",
    () => workers(1, { resourceLimits: loose("stackSizeMB") }),
  ],
  [
    "inspect: allowControll: there is no such option. Did you mean allowControl?",
    () => inspect(executor, loose("allowControll")),
  ],
  [
    "inspectRelay: prot: there is no such option. Did you mean port?",
    () => inspectRelay({ url: "ws://localhost:9", ...loose("prot") }),
  ],
  ["statelyInspect: uri: there is no such option. Did you mean url?", () => statelyInspect(loose("uri"))],
  [
    "checkWorkflow: faluts: there is no such option. Did you mean faults?",
    () => checkWorkflow(workflow, loose("faluts")),
  ],
  [
    "exploreRun: fault: there is no such option. Did you mean faults?",
    () => exploreRun({ modules: 1, experiments: 1, concurrency: 1, ...loose("fault") }),
  ],
  [
    "A › timout: there is no such option. Did you mean timeout?",
    () => exploreRun({ modules: 1, experiments: 1, concurrency: 1, policies: loose("timout") }),
  ],
  [
    "workflowConfig: maxRepeats: there is no such option. Did you mean maxRepeat?",
    () => workflowConfig(workflow, loose("maxRepeats")),
  ],
  ["schema: ofRow: there is no such option. Did you mean ofRows?", () => schema(loose("ofRow"))],
  ["frame: maxRow: there is no such option. Did you mean maxRows?", () => frame({ fields: [] }, loose("maxRow"))],
  ["journal: end: there is no such option. Did you mean ended?", () => journal(loose("end"))],
  [
    "faultScript: kind: there is no such option. Did you mean kinds?",
    () => faultScript(planConfig(config), loose("kind")),
  ],
  [
    "machineCommands: maxComands: there is no such option. Did you mean maxCommands?",
    () =>
      machineCommands(moduleMachine, {
        events: [fc.constant({ type: "module.start", at: 0, attempt: 1 })],
        send: () => undefined,
        check: () => undefined,
        ...loose("maxComands"),
      }),
  ],
  [
    "statusCommands: schedule: there is no such option. Did you mean scheduled?",
    () => statusCommands(loose("schedule")),
  ],
])("what nobody would read is refused: %s", async (message, make) => {
  // Thrown or rejected, as each does with all that it refuses.
  await expect(Effect.runPromise(Effect.tryPromise({ try: async () => make(), catch: String }))).rejects.toThrow(
    message,
  );
});

test("an option that is like none is refused with those there are, and one of every object is none", () => {
  const options: { readonly durability?: string; readonly readOnly?: boolean } = loose("file");
  expect(() => checkOptions("sqliteStore", options, "durability readOnly")).toThrow(
    new RangeError("sqliteStore: file: there is no such option. There are durability, readOnly."),
  );
  expect(() => new Executor({ workflow, config, ...loose("constructor") })).toThrow("constructor: there is no such");
});

test("an option that is undefined is refused by its name all the same, and those that are not given are not asked for", () => {
  expect(() => new Executor({ workflow, config, ...loose("concurency", undefined) })).toThrow(RangeError);
  expect(() => sqliteStore("none.db", {})).not.toThrow();
});

test("a name that is forgotten, and one that is none, does not compile", () => {
  const options: { readonly keep?: number; readonly dryRun?: boolean } = { dryRun: true };
  // @ts-expect-error dryRun is forgotten
  expect(() => checkOptions("removeRuns", options, "keep")).toThrow("dryRun");
  // @ts-expect-error there is no olderThan
  expect(() => checkOptions("removeRuns", options, "keep dryRun olderThan")).not.toThrow();
  expect(() => checkOptions("removeRuns", options, "keep dryRun")).not.toThrow();
});
