import type { RunLog } from "../journal/run-log.ts";
import type { EpochMs, ModuleCompleted } from "../journal/record.ts";
import type { Schema } from "../schema/schema.ts";

/** The schema one execution put out. */
export interface MetadataStage {
  readonly moduleName: string;
  readonly experimentName: string;
  readonly experimentKey: string;
  readonly timestamp: EpochMs;
  /** Null when the output is no frame. */
  readonly schema: Schema | null;
}

/** The schemas a module put out in all its executions, in order of completion. */
export const metadataEvolution = (log: RunLog, moduleName: string): readonly MetadataStage[] =>
  log.records.flatMap((record) =>
    record.type === "module.completed" && record.moduleName === moduleName ? [stageOf(log, record)] : [],
  );

/** The schemas along one path, from the first module to `execution`, as far as they completed. */
export const stagesAlong = (log: RunLog, execution: number): readonly MetadataStage[] => {
  const stages: MetadataStage[] = [];
  for (let on: number | undefined = execution; on !== undefined; on = log.state.plan.execution(on).parent) {
    const record = log.at(log.state.recordsOf(on).last);
    if (record?.type === "module.completed") stages.push(stageOf(log, record));
  }
  return stages.toReversed();
};

const stageOf = (log: RunLog, record: ModuleCompleted): MetadataStage => ({
  moduleName: record.moduleName,
  experimentName: record.experimentName,
  experimentKey: log.state.keyOf(record.execution),
  timestamp: record.at,
  schema: log.state.schema(record.schemaAfter),
});
