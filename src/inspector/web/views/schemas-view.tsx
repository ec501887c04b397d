import { useState } from "preact/hooks";

import type { Field, Schema } from "../../../schema/schema.ts";
import { countOf, formatCount } from "../../../text/format-count.ts";
import type { Plan } from "../../../workflow/plan-tree.ts";
import { schemaPath } from "../../view/schema-path.ts";
import { useRemote } from "../use-remote.ts";
import type { ViewProps } from "./view.ts";

const mostFields = 120;

/** What each column is after each module, along the path of the selected execution. */
export const SchemasView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const { plan } = fold;
  const [changedOnly, setChangedOnly] = useState(false);
  const path = pathOf(plan, route.selected ?? deepest(fold.lastSeq, fold.depths));
  const prints = path.map((execution) => {
    const seq = fold.executionState(execution) === "Completed" ? (fold.lastSeq[execution] ?? 0) : 0;
    return seq === 0 ? undefined : fold.run.row(seq).after;
  });
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
  return (
    <div class="text-view">
      <div class="tools">
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
      <div class="wide" tabIndex={0} role="group" aria-label="Schemas along the path">
        <table class="table schemas">
          <thead>
            <tr>
              <th scope="col">Column</th>
              {path.map((execution, place) => {
                const { moduleName, experimentName } = plan.execution(execution);
                return (
                  <th key={execution} scope="col">
                    <button type="button" class="plain" onClick={() => go({ view: "tree", selected: execution })}>
                      {moduleName} <span class="muted">{experimentName}</span>
                    </button>
                    <div class="muted">{rowsOf(known[place])}</div>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, mostFields).map(({ name, cells, marks }) => (
              <tr key={name} data-field={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, place) => (
                  <td
                    key={place}
                    class={`mark-cell cell-${place === 0 && marks[place] === "CREATE" ? "same" : (marks[place] ?? "")}`}
                    data-mark={marks[place]}
                  >
                    {cell === undefined ? (marks[place] === "DELETE" ? "deleted" : "") : describe(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > mostFields && <p class="muted">and {countOf(lines.length - mostFields, "more column")}</p>}
    </div>
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
