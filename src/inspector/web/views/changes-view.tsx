import { useState } from "preact/hooks";

import type { FieldChange } from "../../../schema/field-change.ts";
import { countOf } from "../../../text/format-count.ts";
import { type SchemaStep, schemaSteps } from "../../view/schema-steps.ts";
import { useRemote } from "../use-remote.ts";
import type { ViewProps } from "./view.ts";

const mostSteps = 12;
const mostChanges = 40;

/** What became of the columns, module by module: the same change of many executions is told once. */
export const ChangesView = ({ page, route, go }: ViewProps) => {
  const steps = schemaSteps(page.fold);
  const [moduleName, setModule] = useState("");
  const text = (route.filter ?? "").toLowerCase();
  const shown = steps.filter((step) => moduleName === "" || step.moduleName === moduleName);
  if (steps.length === 0) return <p class="notice">No module has changed a schema yet.</p>;
  return (
    <div class="text-view">
      <div class="tools">
        <input
          type="search"
          class="search"
          placeholder="Filter by column"
          aria-label="Filter by column"
          value={route.filter ?? ""}
          onInput={({ currentTarget }) => go({ filter: currentTarget.value }, "replace")}
        />
        <select
          class="search"
          aria-label="Module"
          value={moduleName}
          onChange={({ currentTarget }) => setModule(currentTarget.value)}
        >
          <option value="">all modules</option>
          {page.fold.plan.sequence.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <span class="muted">
          {countOf(page.fold.changes, "change")}, {countOf(steps.length, "different step")}
        </span>
      </div>
      {shown.slice(0, mostSteps).map((step) => (
        <Step key={step.seq} step={step} page={page} go={go} text={text} />
      ))}
      {shown.length > mostSteps && (
        <p class="muted">and {countOf(shown.length - mostSteps, "more step")}; choose a module</p>
      )}
    </div>
  );
};

const Step = ({
  step,
  page,
  go,
  text,
}: Pick<ViewProps, "page" | "go"> & { readonly step: SchemaStep; readonly text: string }) => {
  const { seq, moduleName, executions } = step;
  const record = useRemote(`${page.runId}/${seq}`, () => page.source.records(page.runId, seq, seq));
  const [body] = record.state === "here" ? record.value : [];
  const changes = (body?.type === "module.completed" ? body.changes : []).filter(
    (change) => text === "" || nameOf(change).toLowerCase().includes(text),
  );
  if (text !== "" && body !== undefined && changes.length === 0) return null;
  return (
    <section class="step" data-step={moduleName}>
      <h2>
        <button type="button" class="plain" onClick={() => go({ view: "schemas", selected: executions[0] ?? 0 })}>
          {moduleName}
        </button>
        <span class="muted"> · {countOf(executions.length, "execution")}</span>
      </h2>
      {record.state === "failed" && <p class="bad">{record.message}</p>}
      <table class="table changes">
        <tbody>
          {changes.slice(0, mostChanges).map((change, place) => (
            <tr key={place} data-change={change.type}>
              <td class={`sign sign-${change.type}`}>
                <span aria-hidden="true">{signs[change.type]}</span> {change.type}
              </td>
              <td>{nameOf(change)}</td>
              <td class="muted">{describe(change)}</td>
              <td class={change.verdict === "breaking" ? "breaking" : "muted"}>{change.verdict}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > mostChanges && (
        <p class="muted">and {countOf(changes.length - mostChanges, "more change")}; filter by column</p>
      )}
    </section>
  );
};

const signs = { CREATE: "+", DELETE: "−", UPDATE: "~", TRANSFORM: "→" } as const;

const nameOf = ({ target }: FieldChange): string => (target.kind === "dataset" ? "the frame" : target.path.join("."));

const describe = (change: FieldChange): string => {
  switch (change.type) {
    case "CREATE":
      return "type" in change.after ? change.after.type : attributes(change.after);
    case "DELETE":
      return "type" in change.before ? change.before.type : attributes(change.before);
    case "UPDATE":
      return change.aspects
        .map((aspect) =>
          aspect === "stats"
            ? "stats"
            : `${aspect} ${valueOf(change.before, aspect)} → ${valueOf(change.after, aspect)}`,
        )
        .join(", ");
    case "TRANSFORM":
      return `${String(change.before.type)} → ${String(change.after.type)} (${change.grade})`;
  }
};

const attributes = (given: object): string =>
  Object.entries(given)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(", ");

const valueOf = (given: object, aspect: string): string => {
  const value: unknown = Object.entries(given).find(([name]) => name === aspect)?.[1];
  return value === undefined ? "none" : JSON.stringify(value);
};
