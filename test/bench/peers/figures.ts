import { Schema } from "effect";

/** What one process measured, in microseconds per step; the floor beside it in the same process. */
export const Measured = Schema.Struct({
  cpu: Schema.Finite,
  wall: Schema.Finite,
  floorCpu: Schema.Finite,
  floorWall: Schema.Finite,
  steps: Schema.Int,
});
export type Measured = typeof Measured.Type;

/** The same with the round it was measured in: what is compared was measured in the same. */
const Round = Schema.Struct({ ...Measured.fields, round: Schema.Int });
export type Round = typeof Round.Type;

/** What the process of a case says at its end. */
export const CaseMessage = Schema.Union([
  Schema.TaggedStruct("Measured", { measured: Measured }),
  Schema.TaggedStruct("NotRun", { reason: Schema.String }),
]);
export type CaseMessage = typeof CaseMessage.Type;

/** All that was measured at one time on one machine, by the ids of the cases. */
export const Figures = Schema.Struct({
  date: Schema.String,
  machine: Schema.Struct({
    cpu: Schema.String,
    cores: Schema.Int,
    memoryGib: Schema.Finite,
    platform: Schema.String,
    load: Schema.Finite,
  }),
  node: Schema.String,
  packages: Schema.Record(Schema.String, Schema.String),
  cases: Schema.Record(
    Schema.String,
    Schema.Struct({ rounds: Schema.Array(Round), notRun: Schema.NullOr(Schema.String) }),
  ),
});
export type Figures = typeof Figures.Type;
