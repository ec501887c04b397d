import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as Layer from "effect/Layer";

import type { WorkflowDefinition } from "../workflow/define-workflow.ts";
import type { SecretOptions } from "../workflow/secret-keys.ts";
import { explainImport } from "./explain-import.ts";
import { processIdle } from "./process-idle.ts";
import { UsageError } from "./usage-error.ts";

/** What a workflow file holds: its types are its own business, so what it needs is not known here. */
export interface LoadedWorkflow {
  readonly workflow: WorkflowDefinition;
  readonly layer: Layer.Layer<unknown>;
  readonly secrets: SecretOptions;
}

/**
 * Loads a module whose default export is a workflow. A named export `layer` gives the services its Effects need, and one
 * `secrets` says what must not be recorded.
 */
export const loadWorkflow = Effect.fnUntraced(function* (path: string) {
  const file = resolve(path);
  const fs = yield* FileSystem.FileSystem;
  const info = yield* fs
    .stat(file)
    .pipe(Effect.mapError(() => new UsageError({ subject: path, reason: "there is no such file", remedy: give })));
  if (info.type !== "File")
    return yield* new UsageError({
      subject: path,
      reason: `it is a ${info.type === "Directory" ? "folder" : info.type}, not a file`,
      remedy: give,
    });
  const loaded: Readonly<Record<string, unknown>> = yield* Effect.raceFirst(
    Effect.tryPromise({ try: () => import(pathToFileURL(file).href), catch: (thrown) => explainImport(path, thrown) }),
    Effect.andThen(
      processIdle,
      Effect.fail(
        new UsageError({
          subject: path,
          reason: "it never finishes loading: its top-level await waits for something that nothing can wake",
          remedy: "Move the waiting into a module of the workflow.",
        }),
      ),
    ),
  );
  const workflow = loaded["default"];
  if (!isWorkflow(workflow))
    return yield* new UsageError({ subject: path, reason: notWorkflow(loaded), remedy: exportIt });
  if (workflow.modules.length === 0)
    return yield* new UsageError({
      subject: path,
      reason: "its workflow has no modules",
      remedy: 'Add one: defineWorkflow("name").module("Loader", { run: … }).',
    });
  const layer = loaded["layer"] ?? Layer.empty;
  if (!Layer.isLayer(layer))
    return yield* new UsageError({
      subject: path,
      reason: "its export `layer` is not an Effect Layer",
      remedy: "Export a Layer with the services that the modules need, or none.",
    });
  const secrets = loaded["secrets"] ?? {};
  if (!isSecretOptions(secrets))
    return yield* new UsageError({
      subject: path,
      reason: "its export `secrets` is not { keys, plainKeys, values }, each a list of texts",
      remedy: "Export the names and texts that must not be recorded, or nothing.",
    });
  return { workflow, layer, secrets } as LoadedWorkflow;
});

const give = "Give the path of a TypeScript or JavaScript module that exports a workflow.";
const exportIt = 'Write `export default defineWorkflow("name").module(…)` in it.';

// By shape, not by class: the workflow may have been made by another copy of this library.
const isWorkflow = (value: unknown): value is LoadedWorkflow["workflow"] =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof value.name === "string" &&
  "modules" in value &&
  Array.isArray(value.modules) &&
  value.modules.every((module: unknown) => typeof (module as { readonly run?: unknown } | null)?.run === "function");

const isSecretOptions = (value: unknown): value is SecretOptions =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).every(
    ([option, texts]) =>
      ["keys", "plainKeys", "values"].includes(option) &&
      Array.isArray(texts) &&
      texts.every((text) => typeof text === "string" || (text === undefined && option === "values")),
  );

const notWorkflow = (exports: Readonly<Record<string, unknown>>): string => {
  if ("default" in exports) return "its default export is not a workflow";
  const named = Object.keys(exports).find((name) => isWorkflow(exports[name]));
  return named === undefined
    ? "it has no default export"
    : `it has no default export; its workflow is exported as ${JSON.stringify(named)}`;
};
