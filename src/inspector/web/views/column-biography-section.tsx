import { useMemo, useState } from "preact/hooks";

import { countOf } from "../../../text/format-count.ts";
import { type BiographyEvent, columnBiography } from "../../view/column-biography.ts";
import { changedName, describeChange } from "../../view/describe-change.ts";
import { schemaSteps } from "../../view/schema-steps.ts";
import { ChangeSign } from "../change-sign.tsx";
import { FieldSides } from "../field-sides.tsx";
import { LookedThrough } from "../looked-through.tsx";
import { useRemote } from "../use-remote.ts";
import { useStepChanges } from "../use-step-changes.ts";
import type { ViewProps } from "./view.ts";

const mostEvents = 100;

interface BiographyProps extends Pick<ViewProps, "page" | "go"> {
  readonly column: string;
}

/** What became of one column in every module, over all experiments. */
export const ColumnBiographySection = ({ page, go, column }: BiographyProps) => {
  const { fold } = page;
  const steps = useMemo(() => schemaSteps(fold), [page, page.version]);
  const changes = useStepChanges(page, steps);
  const { names, events } = useMemo(
    () => columnBiography(fold, steps, changes.of, column),
    [steps, changes.known, column],
  );
  const [opened, open] = useState<BiographyEvent | undefined>(undefined);
  const others = names.filter((name) => name !== column);
  return (
    <section class="step" aria-label={`Biography of ${column}`} data-biography={column}>
      <h2>
        {column} <span class="muted">in all experiments</span>
        {others.length > 0 && <span class="muted"> · also called {others.join(", ")}</span>}
      </h2>
      <LookedThrough known={changes.known} of={steps.length} failure={changes.failure} />
      {events.length === 0 && changes.known === steps.length && (
        <p class="muted">No module has created, changed or deleted a column of this name.</p>
      )}
      <table class="table changes biography">
        <tbody>
          {events.slice(0, mostEvents).map((event) => {
            const { moduleName, experimentName, change, executions } = event;
            const isOpen = opened !== undefined && isSame(opened, event);
            return (
              <tr key={keyOf(event)} data-event={`${moduleName}[${experimentName}] ${change.type}`}>
                <th scope="row">
                  <button
                    type="button"
                    class="plain"
                    aria-expanded={isOpen}
                    onClick={() => open(isOpen ? undefined : event)}
                  >
                    {moduleName} <span class="muted">{experimentName}</span>
                  </button>
                </th>
                <td class={`sign sign-${change.type}`}>
                  <ChangeSign type={change.type} />
                </td>
                <td>{changedName(change)}</td>
                <td>
                  <span class="muted">{describeChange(change)}</span>
                  {isOpen && <Sides event={event} page={page} />}
                </td>
                <td>
                  <button type="button" class="link" onClick={() => go({ view: "tree", selected: executions[0] ?? 0 })}>
                    {countOf(executions.length, "execution")}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {events.length > mostEvents && <p class="muted">and {countOf(events.length - mostEvents, "more change")}</p>}
    </section>
  );
};

const keyOf = ({ depth, experimentName, change, step }: BiographyEvent): string =>
  JSON.stringify([depth, experimentName, step.seq, change.type, change.target]);

/** Events are made anew with every record: the same one is told by what it is of. */
const isSame = (a: BiographyEvent, b: BiographyEvent): boolean => keyOf(a) === keyOf(b);

/** The whole column on both sides, of the first execution; while the schemas are on their way, what differs. */
const Sides = ({ event, page }: Pick<ViewProps, "page"> & { readonly event: BiographyEvent }) => {
  const { step, sides, change } = event;
  const schemas = useRemote(`${step.before ?? ""}/${step.after ?? ""}`, () =>
    Promise.all(
      [step.before, step.after].map((print) =>
        print === undefined ? Promise.resolve(undefined) : page.source.schema(page.runId, print),
      ),
    ),
  );
  if (schemas.state !== "here") return <FieldSides before={change.before} after={change.after} />;
  const [before, after] = schemas.value;
  return (
    <FieldSides
      before={before?.fields.find(({ name }) => name === sides.before)}
      after={after?.fields.find(({ name }) => name === sides.after)}
    />
  );
};
