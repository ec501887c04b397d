import { useMemo, useState } from "preact/hooks";

import type { FieldChange } from "../../../schema/field-change.ts";
import { countOf, formatCount } from "../../../text/format-count.ts";
import { changedName, describeChange } from "../../view/describe-change.ts";
import { filterChanges } from "../../view/filter-changes.ts";
import { type SchemaStep, schemaSteps } from "../../view/schema-steps.ts";
import { ChangeSign, changeTypes } from "../change-sign.tsx";
import { LookedThrough } from "../looked-through.tsx";
import { useStepChanges } from "../use-step-changes.ts";
import type { ViewProps } from "./view.ts";

const stepsAtOnce = 12;
const mostChanges = 40;

/** What became of the columns, module by module: the same change of many executions is told once. */
export const ChangesView = ({ page, route, go }: ViewProps) => {
  const steps = useMemo(() => schemaSteps(page.fold), [page, page.version]);
  const [moduleName, setModule] = useState("");
  const [type, setType] = useState<FieldChange["type"] | "">("");
  const [most, setMost] = useState(stepsAtOnce);
  const text = route.filter ?? "";
  const filtered = text !== "" || type !== "";
  const ofModule = steps.filter((step) => moduleName === "" || step.moduleName === moduleName);
  // What is looked for may be in any of them; without a filter, those that are shown are enough.
  const wanted = filtered ? ofModule : ofModule.slice(0, most);
  const changes = useStepChanges(page, wanted);
  if (steps.length === 0) return <p class="notice">No module has changed a schema yet.</p>;
  const found = wanted.flatMap((step) => {
    const matching = filterChanges(changes.of(step) ?? [], { text, type });
    return filtered && matching.length === 0 ? [] : [{ step, matching }];
  });
  const more = (filtered ? found.length : ofModule.length) - most;
  return (
    <div class="text-view">
      <div class="tools">
        <input
          type="search"
          class="search"
          placeholder="Filter by column"
          aria-label="Filter by column"
          value={text}
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
        <select
          class="search"
          aria-label="Type of change"
          value={type}
          onChange={({ currentTarget }) => setType(changeTypes.find((each) => each === currentTarget.value) ?? "")}
        >
          <option value="">all types</option>
          {changeTypes.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
        <span class="muted" data-found={found.length}>
          {filtered
            ? `${countOf(found.length, "step")} of ${formatCount(steps.length)}`
            : `${countOf(page.fold.changes, "change")}, ${countOf(steps.length, "different step")}`}
        </span>
        <LookedThrough known={changes.known} of={wanted.length} failure={changes.failure} />
      </div>
      {found.slice(0, most).map(({ step, matching }) => (
        <Step key={step.seq} step={step} changes={matching} go={go} />
      ))}
      {filtered && found.length === 0 && changes.known === wanted.length && (
        <p class="notice">No change matches in any step.</p>
      )}
      {more > 0 && (
        <button type="button" class="button" onClick={() => setMost(most + stepsAtOnce)}>
          Show more of {countOf(more, "more step")}
        </button>
      )}
    </div>
  );
};

interface StepProps extends Pick<ViewProps, "go"> {
  readonly step: SchemaStep;
  readonly changes: readonly FieldChange[];
}

const Step = ({ step: { moduleName, executions }, changes, go }: StepProps) => (
  <section class="step" data-step={moduleName}>
    <h2>
      <button type="button" class="plain" onClick={() => go({ view: "schemas", selected: executions[0] ?? 0 })}>
        {moduleName}
      </button>
      <span class="muted"> · {countOf(executions.length, "execution")}</span>
    </h2>
    <table class="table changes">
      <tbody>
        {changes.slice(0, mostChanges).map((change, place) => (
          <tr key={place} data-change={change.type}>
            <td class={`sign sign-${change.type}`}>
              <ChangeSign type={change.type} />
            </td>
            <td>{changedName(change)}</td>
            <td class="muted">{describeChange(change)}</td>
            <td class={change.verdict === "breaking" ? "breaking" : "muted"}>{change.verdict}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {changes.length > mostChanges && (
      <p class="muted">and {countOf(changes.length - mostChanges, "more change")}; filter by column or type</p>
    )}
  </section>
);
