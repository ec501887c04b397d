import type { ConfigError } from "../error.ts";
import { configRefusal } from "../workflow/config-refusal.ts";
import type { Plan } from "../workflow/plan.ts";
import type { RunSecrets } from "./run-secrets.ts";

/** Refuses names that hold a secret: a run is known by its names, so they are recorded as they are. */
export const checkNames = (
  secrets: RunSecrets,
  names: Readonly<Record<"workflow" | "runId", string>>,
  plan: Plan,
): ConfigError | undefined => {
  if (secrets.redaction === undefined) return undefined;
  const paths: (readonly string[])[] = [
    ...Object.entries(names),
    ...plan.modules.flatMap(({ moduleName, experiments }) => experiments.map((name) => [moduleName, name])),
  ];
  return configRefusal(
    paths
      .filter((path) => path.some((name) => secrets.text(name) !== name))
      .map((path) => ({ path: path.map(secrets.text), reason: nameIsSecret, remedy: renameIt })),
  );
};

const nameIsSecret = "the name holds a text that counts as a secret of the run, and names are recorded";
const renameIt =
  "Give it another name; or, if the text is no secret, name its parameter in the option secrets: { plainKeys }.";
