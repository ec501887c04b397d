import { useEffect, useRef, useState } from "preact/hooks";

import type { Field, Schema } from "../../../schema/schema.ts";
import { countOf, formatCount } from "../../../text/format-count.ts";
import type { Plan } from "../../../workflow/plan-tree.ts";
import { schemaPath } from "../../view/schema-path.ts";
import { FieldSides } from "../field-sides.tsx";
import { StateMark } from "../shell/state-mark.tsx";
import { useRemote } from "../use-remote.ts";
import { ColumnBiographySection } from "./column-biography-section.tsx";
import type { ViewProps } from "./view.ts";

const mostFields = 120;

/** What each column is after each module, along the path of the selected execution; and one column over all of them. */
export const SchemasView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const { plan } = fold;
  const [changedOnly, setChangedOnly] = useState(false);
  const [opened, open] = useState<{ readonly name: string; readonly place: number } | undefined>(undefined);
  const column = route.filter ?? "";
  const path = pathOf(plan, route.selected ?? deepest(fold.lastSeq, fold.depths));
  // What failed deleted nothing, and what is below it did nothing at all.
  const completed = path.filter((execution) => fold.executionState(execution) === "Completed");
  const prints = completed.map((execution) => fold.run.row(fold.lastSeq[execution] ?? 0).after);
  const schemas = useRemote(prints.join("/"), () =>
    Promise.all(
      prints.map((print) => (print === undefined ? Promise.resolve(undefined) : page.source.schema(page.runId, print))),
    ),
  );
  if (schemas.state === "failed") return <p class="notice bad">{schemas.message}</p>;
  const known: readonly (Schema | undefined)[] = schemas.state === "here" ? schemas.value : [];
  const lines = schemaPath(known).filter(
    ({ marks }) => !changedOnly || marks.some((mark, place) => place > 0 && mark !== "same" && mark !== "absent"),
  );
  const line = opened && lines.find(({ name }) => name === opened.name);
  const isOpen = (name: string, place: number): boolean => opened?.name === name && opened.place === place;
  return (
    <div class="text-view">
      <div class="tools">
        <input
          type="search"
          class="search"
          placeholder="Find a column"
          aria-label="Column in all experiments"
          value={column}
          onChange={({ currentTarget }) => go({ filter: currentTarget.value })}
        />
        <button
          type="button"
          class={changedOnly ? "button on" : "button"}
          aria-pressed={changedOnly}
          onClick={() => setChangedOnly(!changedOnly)}
        >
          Changed only
        </button>
        <span class="muted">
          {countOf(lines.length, "column")}. The path is that of the selected execution; choose another in the tree.
        </span>
      </div>
      {column !== "" && <ColumnBiographySection page={page} go={go} column={column} />}
      <div class="wide" tabIndex={0} role="group" aria-label="Schemas along the path">
        <table class="table schemas">
          <thead>
            <tr>
              <th scope="col">Column</th>
              {path.map((execution, place) => {
                const { moduleName, experimentName } = plan.execution(execution);
                return (
                  <th key={execution} scope="col" class={place < completed.length ? "path-done" : undefined}>
                    <button type="button" class="plain" onClick={() => go({ view: "tree", selected: execution })}>
                      {moduleName} <span class="muted">{experimentName}</span>
                    </button>
                    <div class="muted">
                      {place < completed.length ? (
                        rowsOf(known[place])
                      ) : (
                        <StateMark state={fold.executionState(execution)} label />
                      )}
                    </div>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, mostFields).map(({ name, cells, marks }) => (
              <tr key={name} data-field={name}>
                <th scope="row">
                  <button
                    type="button"
                    class="plain"
                    title={`${name} in all experiments`}
                    onClick={() => go({ filter: name })}
                  >
                    {name}
                  </button>
                </th>
                {cells.map((cell, place) => (
                  <td
                    key={place}
                    class={`mark-cell cell-${place === 0 && marks[place] === "CREATE" ? "same" : (marks[place] ?? "")}`}
                    data-mark={marks[place]}
                    data-module={plan.execution(path[place] ?? 0).moduleName}
                  >
                    {marks[place] !== "absent" && (
                      <button
                        type="button"
                        class="plain"
                        aria-expanded={isOpen(name, place)}
                        onClick={() => open(isOpen(name, place) ? undefined : { name, place })}
                      >
                        {cell === undefined ? "deleted" : describe(cell)}
                      </button>
                    )}
                  </td>
                ))}
                {cells.length < path.length && <td colSpan={path.length - cells.length} />}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {opened !== undefined && line !== undefined && (
        <OpenedCell
          key={`${opened.name}/${opened.place}`}
          title={opened.name}
          moduleName={plan.execution(path[opened.place] ?? 0).moduleName}
          before={line.cells[opened.place - 1]}
          after={line.cells[opened.place]}
        />
      )}
      {lines.length > mostFields && <p class="muted">and {countOf(lines.length - mostFields, "more column")}</p>}
    </div>
  );
};

interface OpenedCellProps {
  readonly title: string;
  readonly moduleName: string;
  readonly before: Field | undefined;
  readonly after: Field | undefined;
}

/** One column before and after one module of the path; it comes into sight below the table. */
const OpenedCell = ({ title, moduleName, before, after }: OpenedCellProps) => {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section ref={place} class="step" aria-label={`${title} before and after ${moduleName}`} data-cell={title}>
      <h2>
        {title} <span class="muted">before and after {moduleName}</span>
      </h2>
      <FieldSides before={before} after={after} />
    </section>
  );
};

const pathOf = (plan: Plan, execution: number): readonly number[] => {
  const path: number[] = [];
  for (let at: number | undefined = execution; at !== undefined; at = plan.execution(at).parent) path.unshift(at);
  return path;
};

/** The first execution that came farthest, where none is selected. */
const deepest = (lastSeq: Uint32Array, depths: Uint16Array): number => {
  let [found, depth] = [0, -1];
  for (const [execution, seq] of lastSeq.entries()) {
    const own = depths[execution] ?? 0;
    if (seq === 0 || own <= depth) continue;
    [found, depth] = [execution, own];
  }
  return found;
};

const rowsOf = (schema: Schema | undefined): string =>
  schema === undefined ? "no frame" : schema.rows === undefined ? "" : `${formatCount(schema.rows)} rows`;

const describe = ({ type, nullable, logical }: Field): string =>
  `${type}${nullable ? "?" : ""}${logical === undefined ? "" : ` (${logical})`}`;
