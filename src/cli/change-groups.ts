import type { Change } from "../status/change.ts";
import type { Status } from "../status/status.ts";

/** The schema changes of one type that one module made, in all its executions. */
export interface ChangeGroup {
  readonly moduleName: string;
  readonly type: Change["type"];
  readonly count: number;
  /** Names of the columns changed, each once, in order of first change; nested ones with dots. */
  readonly columns: readonly string[];
  /** How many of the changes were of a frame as a whole: its rows and meta. */
  readonly ofDataset: number;
}

const order: readonly Change["type"][] = ["CREATE", "UPDATE", "TRANSFORM", "DELETE"];

/** The schema changes of a run by module, in sequence, and type. */
export const groupChanges = (status: Status): readonly ChangeGroup[] => {
  const byModule = Map.groupBy(status.changes, ({ moduleName }) => moduleName);
  return status.plan.sequence.flatMap((moduleName) =>
    order.flatMap((type) => {
      const changes = (byModule.get(moduleName) ?? []).filter((change) => change.type === type);
      return changes.length === 0 ? [] : [groupOf(moduleName, type, changes)];
    }),
  );
};

const groupOf = (moduleName: string, type: Change["type"], changes: readonly Change[]): ChangeGroup => {
  const columns = new Set(changes.flatMap(({ target }) => (target.kind === "field" ? [target.path.join(".")] : [])));
  const ofDataset = changes.filter(({ target }) => target.kind === "dataset").length;
  return { moduleName, type, count: changes.length, columns: [...columns], ofDataset };
};
