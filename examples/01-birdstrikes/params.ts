import { Schema } from "effect";

const Seed = Schema.Int;
const Count = Schema.Int.check(Schema.isGreaterThan(0));
const Share = Schema.Number.check(Schema.isBetween({ minimum: 0.01, maximum: 0.99 }));

export const LoaderParams = Schema.Struct({
  /** A file of the npm package vega-datasets. */
  file: Schema.String,
  /** Only the first so many rows. */
  rows: Schema.optionalKey(Count),
});

export const PreprocessorParams = Schema.Union([
  Schema.Struct({ method: Schema.Literal("median_ordinal_standard") }),
  Schema.Struct({
    method: Schema.Literal("drop_onehot_minmax"),
    /** The most one-hot columns that one category may become. */
    maxCategories: Schema.Int.check(Schema.isGreaterThan(1)),
  }),
]);

export const SplitterParams = Schema.Struct({ testShare: Share, seed: Seed });

export const SynthesizerParams = Schema.Struct({
  method: Schema.Literals(["independent", "copula"]),
  seed: Seed,
});

export const EvaluatorParams = Schema.Union([
  Schema.Struct({ measure: Schema.Literals(["marginals", "associations"]) }),
  Schema.Struct({ measure: Schema.Literal("privacy"), sample: Count, seed: Seed }),
]);
