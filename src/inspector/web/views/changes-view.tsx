import { useMemo, useState } from "preact/hooks";

import { changeTypes } from "../../../schema/alike-changes.ts";
import type { FieldChange } from "../../../schema/field-change.ts";
import { countOf, formatCount } from "../../../text/format-count.ts";
import { filterChanges } from "../../view/filter-changes.ts";
import { moduleChanges } from "../../view/module-changes.ts";
import { schemaSteps } from "../../view/schema-steps.ts";
import { ChangeLines } from "../change-lines.tsx";
import { LookedThrough } from "../looked-through.tsx";
import { useStepChanges } from "../use-step-changes.ts";
import type { ViewProps } from "./view.ts";

/** A run may have as many different steps as executions, each with a record to be asked for. */
const stepsAtFirst = 500;

/** What became of the columns, module by module: the same change of many executions is told once, with their number. */
export const ChangesView = ({ page, route, go }: ViewProps) => {
  const steps = useMemo(() => schemaSteps(page.fold), [page, page.version]);
  const [moduleName, setModule] = useState("");
  const [type, setType] = useState<FieldChange["type"] | "">("");
  const [all, setAll] = useState(false);
  const text = route.filter ?? "";
  const filtered = text !== "" || type !== "";
  const ofModule = steps.filter((step) => moduleName === "" || step.moduleName === moduleName);
  // What is looked for may be in any of them.
  const wanted = filtered || all ? ofModule : ofModule.slice(0, stepsAtFirst);
  const changes = useStepChanges(page, wanted);
  const told = useMemo(
    () =>
      wanted.flatMap((step) => {
        const matching = filterChanges(changes.of(step) ?? [], { text, type });
        return matching.length === 0 ? [] : [{ step, changes: matching }];
      }),
    [steps, moduleName, all, changes.known, text, type],
  );
  const modules = useMemo(() => moduleChanges(told, page.fold.plan.sequence), [told]);
  if (steps.length === 0) return <p class="notice">No module has changed a schema yet.</p>;
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
        <span class="muted" data-found={told.length}>
          {filtered
            ? `${countOf(told.length, "step")} of ${formatCount(steps.length)}`
            : `${countOf(page.fold.changes, "change")}, ${countOf(steps.length, "different step")}`}
        </span>
        <LookedThrough known={changes.known} of={wanted.length} failure={changes.failure} />
      </div>
      {modules.map((each) => (
        <ChangeLines
          key={each.moduleName}
          of={each}
          plan={page.fold.plan}
          onExecution={(selected) => go({ view: "schemas", selected })}
        />
      ))}
      {filtered && told.length === 0 && changes.known === wanted.length && (
        <p class="notice">No change matches in any step.</p>
      )}
      {wanted.length < ofModule.length && (
        <p class="muted">
          of the first {formatCount(wanted.length)} of {formatCount(ofModule.length)} different steps{" "}
          <button type="button" class="button" onClick={() => setAll(true)}>
            Look through all of them
          </button>
        </p>
      )}
    </div>
  );
};
