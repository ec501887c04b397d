import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { formatDuration } from "../../../text/format-duration.ts";
import type { RunFold } from "../../protocol/run-fold.ts";
import { rolledUp, rollUpStates, visibleTree } from "../../view/visible-tree.ts";
import { ExecutionDetail } from "../execution-detail.tsx";
import { hearKey } from "../key-binding.ts";
import { StateMark, stateLabels } from "../shell/state-mark.tsx";
import { TreeItem, type TreeItemProps } from "../tree-item.tsx";
import { TreePane } from "../tree-pane.tsx";
import { type TreeKeyTarget, treeViewKeys } from "../tree-keys.ts";
import type { ViewProps } from "./view.ts";

/** A tree with more executions than this begins closed. */
const openUpTo = 500;

/** The tree of executions, to be gone through by keyboard, with the details of the one that is selected. */
export const TreeView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const { plan } = fold;
  const [turned, setTurned] = useState<ReadonlySet<number>>(new Set());
  const [failedOnly, setFailedOnly] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const opensAll = plan.size.executions <= openUpTo;
  const isOpen = (execution: number): boolean => turned.has(execution) !== opensAll;
  const text = (route.filter ?? "").toLowerCase();
  const rows = useMemo(
    () => visibleTree(fold, isOpen, { text, failed: failedOnly }),
    [fold, turned, text, failedOnly, failedOnly || text !== "" ? page.version : 0],
  );
  const worst = useMemo(() => rolledUp(fold), [fold, page.version]);
  const { selected } = route;
  const at = selected === undefined ? -1 : rows.indexOf(selected);
  const select = (execution: number | undefined): void => {
    if (execution !== undefined) go({ selected: execution }, "replace");
  };
  const turn = (execution: number, open: boolean): void => {
    if (isOpen(execution) === open) return;
    const next = new Set(turned);
    if (!next.delete(execution)) next.add(execution);
    setTurned(next);
  };
  const nextFailure = (): void => {
    const after = rows.findIndex((execution, place) => place > at && fold.executionState(execution) === "Failed");
    select(rows[after === -1 ? rows.findIndex((execution) => fold.executionState(execution) === "Failed") : after]);
  };
  const isLast = (execution: number): boolean => fold.depths[execution] === plan.modules.length - 1;
  const keyTarget: TreeKeyTarget = {
    step: (by) => select(rows[Math.max(0, Math.min(rows.length - 1, at + by))]),
    open: () => {
      if (selected === undefined || isLast(selected)) return;
      if (isOpen(selected)) select(rows[at + 1]);
      else turn(selected, true);
    },
    close: () => {
      if (selected === undefined) return;
      if (!isLast(selected) && isOpen(selected)) turn(selected, false);
      else select(plan.execution(selected).parent);
    },
    nextFailure,
    turnFailedOnly: () => setFailedOnly(!failedOnly),
  };
  useEffect(() => {
    const hearAnywhere = (event: KeyboardEvent): void => {
      if (!(event.target instanceof HTMLInputElement)) hearKey(event, treeViewKeys, search.current);
    };
    addEventListener("keydown", hearAnywhere);
    return () => removeEventListener("keydown", hearAnywhere);
  }, []);
  return (
    <div class="split">
      <TreePane
        label="Executions"
        find={{ placeholder: "Filter by name ( / )", label: "Filter by module or experiment" }}
        search={search}
        text={route.filter ?? ""}
        onText={(filter) => go({ filter }, "replace")}
        failedOnly={failedOnly}
        failures={fold.executions.Failed}
        target={keyTarget}
        shown={rows.length}
        of={plan.size.executions}
        at={at}
        row={(place, id) => {
          const execution = rows[place] ?? 0;
          const depth = fold.depths[execution] ?? 0;
          const open = depth === plan.modules.length - 1 ? undefined : isOpen(execution) || text !== "" || failedOnly;
          return (
            <TreeRow
              key={execution}
              id={id}
              fold={fold}
              execution={execution}
              depth={depth}
              open={open}
              worst={worst[execution] ?? 0}
              selected={execution === selected}
              onSelect={() => select(execution)}
              onTurn={() => turn(execution, open === false)}
            />
          );
        }}
      />
      {selected !== undefined && selected < plan.size.executions ? (
        <ExecutionDetail page={page} go={go} execution={selected} />
      ) : (
        <aside class="detail muted">Select an execution to see its times, its error, its result.</aside>
      )}
    </div>
  );
};

interface TreeRowProps extends Omit<TreeItemProps, "look" | "data" | "children"> {
  readonly fold: RunFold;
  readonly execution: number;
  readonly worst: number;
}

const TreeRow = ({ fold, execution, worst, ...item }: TreeRowProps) => {
  const { moduleName, experimentName } = fold.plan.execution(execution);
  const state = fold.executionState(execution);
  const below = rollUpStates[worst] ?? "NotStarted";
  const seq = state === "Completed" || state === "Failed" ? (fold.lastSeq[execution] ?? 0) : 0;
  const took = seq === 0 ? undefined : fold.run.row(seq);
  return (
    <TreeItem {...item} look={`tree-${state}`} data={{ "data-execution": execution, "data-state": state }}>
      <StateMark state={state} />
      <span class="tree-module">{moduleName}</span>
      <span class="tree-experiment">{experimentName}</span>
      {item.open === false && below !== state && (
        <span class={`below mark-${below}`} title={`below: ${stateLabels[below]}`}>
          <StateMark state={below} />
        </span>
      )}
      {took?.text !== undefined && state === "Failed" && <span class="tree-error">{took.text}</span>}
      <span class="spacer" />
      {took?.durationMs !== undefined && (
        <span class="number muted">{took.flagged ? "reused" : formatDuration(took.durationMs)}</span>
      )}
    </TreeItem>
  );
};
