import { defineWorkflow, describeSchema, type ModuleArgs, type ModuleType, type Tracked } from "../../src/index.ts";
import type { WorkflowDefinition } from "../../src/index.ts";

/** What a stub is told by its params, as the recorded configs of PETsARD are written. */
interface StubParams {
  /** The id and columns of the schema it puts out; without them its output is no frame. */
  readonly schema_id?: string;
  readonly cols?: readonly string[];
  /** The message it fails with. */
  readonly fail?: string;
  readonly train?: readonly number[];
  readonly result?: unknown;
  readonly report?: unknown;
}

type StubArgs = ModuleArgs<StubParams, unknown, Readonly<Record<string, unknown>>>;

/** A workflow whose modules are known only when it runs. */
type StubWorkflow = WorkflowDefinition<readonly ModuleType[], never> & {
  readonly module: (name: string, definition: { readonly run: (args: StubArgs) => unknown }) => StubWorkflow;
};

/** Modules that do what their params say. */
export const stubWorkflow = (moduleNames: readonly string[]): StubWorkflow => {
  let workflow = defineWorkflow("stubs") as unknown as StubWorkflow;
  for (const moduleName of moduleNames) workflow = workflow.module(moduleName, { run: stub });
  return workflow;
};

const stub = ({ params, moduleName }: StubArgs): Tracked<unknown> => {
  const { schema_id: id, cols, fail, train, result, report } = params;
  if (fail !== undefined) throw new Error(fail);
  const data = train ?? report ?? result ?? `result of ${moduleName}`;
  const row = Object.fromEntries((cols ?? []).map((name) => [name, 1]));
  const described = cols === undefined ? null : describeSchema([row]);
  return { data, schema: described && { ...described, meta: { schema_id: id ?? null } } };
};
