import { defineWorkflow, describeSchema } from "../../src/index.ts";
import { scoreAssociations } from "./evaluate/associations.ts";
import { scoreMarginals } from "./evaluate/marginals.ts";
import { scorePrivacy } from "./evaluate/privacy.ts";
import { parseBirdstrikes, readDataset } from "./load.ts";
import { EvaluatorParams, LoaderParams, PreprocessorParams, SplitterParams, SynthesizerParams } from "./params.ts";
import { completeRows, fitDropOneHotMinMax } from "./preprocess/drop-onehot-minmax.ts";
import { decodeTable, decodedFrom, encodeTable, encodedFrom, variableGroups } from "./preprocess/encoder.ts";
import { fitMedianOrdinalStandard } from "./preprocess/median-ordinal-standard.ts";
import { report } from "./report.ts";
import { splitRows } from "./split.ts";
import { fitCopula, sampleCopula } from "./synthesize/copula.ts";
import { synthesizeIndependent } from "./synthesize/independent.ts";
import { allRows, pickRows, rowCount } from "./table.ts";

export default defineWorkflow("birdstrikes")
  .module("Loader", {
    params: LoaderParams,
    run: ({ params, step }) => {
      const csv = step("read", () => readDataset(params.file));
      return step("parse", () => parseBirdstrikes(csv, params.rows));
    },
  })

  .module("Preprocessor", {
    params: PreprocessorParams,
    run: ({ params, input, step, declare }) => {
      const drops = params.method === "drop_onehot_minmax";
      const sourceRows = drops ? completeRows(input.data) : allRows(input.data);
      const table = pickRows(input.data, sourceRows);

      const encoders = step("fit", () =>
        drops ? fitDropOneHotMinMax(table, params.maxCategories) : fitMedianOrdinalStandard(table),
      );
      const frame = step("encode", () => encodeTable(encoders, table));

      declare({ derived: encodedFrom(encoders) });
      // The frame alone is what the change history should compare; encoders and row numbers only travel along.
      return { data: { frame, encoders, sourceRows }, schema: describeSchema(frame) };
    },
  })

  .module("Splitter", {
    params: SplitterParams,
    run: ({ params, input, repeat, annotate }) => {
      const { frame, sourceRows } = input.data;
      // Every repeat cuts elsewhere: what holds for all of them is no accident of one cut.
      const seed = params.seed + (repeat?.index ?? 0);
      const { train, test } = splitRows(sourceRows.length, params.testShare, seed);
      annotate({ seed, train: train.length, test: test.length });

      const trainFrame = pickRows(frame, train);
      // The evaluator compares original rows, so the split is kept as row numbers of the loaded table.
      const original = (rows: readonly number[]): readonly number[] => rows.map((row) => sourceRows[row] as number);
      return {
        data: { frame: trainFrame, trainRows: original(train), testRows: original(test) },
        schema: describeSchema(trainFrame),
      };
    },
  })

  .module("Synthesizer", {
    params: SynthesizerParams,
    run: ({ params, input, upstream, step }) => {
      const train = input.data.frame;
      const groups = variableGroups(upstream("Preprocessor").data.encoders);
      const rows = rowCount(train);
      if (params.method === "independent") {
        return step("sample", () => synthesizeIndependent(train, groups, rows, params.seed));
      }
      const copula = step("fit", () => fitCopula(train, groups));
      return step("sample", () => sampleCopula(copula, rows, params.seed));
    },
  })

  .module("Postprocessor", {
    run: ({ input, upstream, declare }) => {
      const { encoders } = upstream("Preprocessor").data;
      declare({ derived: decodedFrom(encoders) });
      return decodeTable(encoders, input.data);
    },
  })

  .module("Evaluator", {
    params: EvaluatorParams,
    run: ({ params, input, upstream }) => {
      const real = upstream("Loader").data;
      const synthetic = input.data;
      if (params.measure === "privacy") {
        const { trainRows, testRows } = upstream("Splitter").data;
        const [train, test] = [pickRows(real, trainRows), pickRows(real, testRows)];
        return scorePrivacy(train, test, synthetic, params.sample, params.seed);
      }
      // Likeness is measured against the table as loaded, so that what the preprocessor lost counts as lost.
      return params.measure === "marginals" ? scoreMarginals(real, synthetic) : scoreAssociations(real, synthetic);
    },
  })

  .module("Reporter", {
    run: ({ input }) => report(input.data),
  });
