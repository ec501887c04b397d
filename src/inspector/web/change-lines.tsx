import { Fragment } from "preact";
import { useState } from "preact/hooks";

import { countOf, formatCount } from "../../text/format-count.ts";
import type { Plan } from "../../workflow/plan-tree.ts";
import { shortKey } from "../view/fold-path.ts";
import type { ChangeLine, ModuleChanges } from "../view/module-changes.ts";
import { ChangeCells } from "./change-cells.tsx";

interface ChangeLinesProps {
  readonly of: ModuleChanges;
  readonly plan: Plan;
  /** Leads to what became of the columns on the way to an execution. */
  readonly onExecution: (execution: number) => void;
}

/** More are shown when they are asked for, as many again each time. */
const linesAtOnce = 40;
const mostNames = 6;
const mostExecutions = 20;

/** What a module did to the columns; a line that is opened says to which of them, and in which executions. */
export const ChangeLines = ({
  of: { moduleName, changes, executions, lines },
  plan,
  onExecution,
}: ChangeLinesProps) => {
  const [most, setMost] = useState(linesAtOnce);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const turn = (key: string): void => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  return (
    <section class="step" data-step={moduleName}>
      <h2>
        {moduleName}
        <span class="muted">
          {" "}
          · {countOf(changes, "change")} in {countOf(executions, "execution")}
        </span>
      </h2>
      <table class="table changes">
        <tbody>
          {lines.slice(0, most).map((line) => {
            const key = keyOf(line);
            const isOpen = opened.has(key);
            return (
              <Fragment key={key}>
                <tr data-change={line.type} data-executions={line.executions.length}>
                  <ChangeCells type={line.type} name={namesOf(line.fields)} what={line.what} />
                  <td class={line.verdict === "breaking" ? "word breaking" : "word muted"}>{line.verdict}</td>
                  <td class="word">
                    <button type="button" class="link" aria-expanded={isOpen} onClick={() => turn(key)}>
                      {line.executions.length === executions
                        ? `all ${formatCount(executions)}`
                        : `${formatCount(line.executions.length)} of ${formatCount(executions)}`}
                    </button>
                  </td>
                </tr>
                {isOpen && (
                  <tr data-opened>
                    <td colSpan={5}>
                      <Where line={line} plan={plan} onExecution={onExecution} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {lines.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + linesAtOnce)}>
          Show more of {countOf(lines.length - most, "line")}
        </button>
      )}
    </section>
  );
};

/** Lines are made anew with every record: the same one is told by what it says of its first column. */
const keyOf = ({ type, verdict, fields, what }: ChangeLine): string =>
  JSON.stringify([type, verdict, fields?.[0] ?? null, what]);

const namesOf = (fields: ChangeLine["fields"]): string => {
  if (fields === undefined) return "the frame";
  const more = fields.length - mostNames;
  const named = fields.slice(0, mostNames).join(", ");
  return more > 0 ? `${named}, and ${formatCount(more)} more` : named;
};

interface WhereProps extends Pick<ChangeLinesProps, "plan" | "onExecution"> {
  readonly line: ChangeLine;
}

const Where = ({ line: { fields = [], executions }, plan, onExecution }: WhereProps) => (
  <>
    {fields.length > mostNames && <p>{fields.join(", ")}</p>}
    <ul class="where">
      {executions.slice(0, mostExecutions).map((execution) => (
        <li key={execution}>
          <button type="button" class="link" onClick={() => onExecution(execution)}>
            {shortKey(plan.execution(execution).path)}
          </button>
        </li>
      ))}
    </ul>
    {executions.length > mostExecutions && (
      <p class="muted">and {formatCount(executions.length - mostExecutions)} more</p>
    )}
  </>
);
