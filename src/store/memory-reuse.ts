import type { ReuseKey } from "../journal/reuse-decision.ts";
import { type EarlierResult, mostEarlierResults } from "./earlier-result.ts";
import type { MemoryRuns } from "./memory-runs.ts";
import { runSchemas } from "./run-schemas.ts";
import { decodeValue } from "./value-codec/decode-value.ts";
import type { EncodeOptions } from "./value-codec/encode-value.ts";

/** The newest kept result of a place with this hash, or else the newest completion of that place. */
export const findReusable = (
  runs: MemoryRuns,
  { place, hash }: Pick<ReuseKey, "place" | "hash">,
  options: EncodeOptions,
): EarlierResult => {
  const completions = runs.completionsAt(place).slice(0, mostEarlierResults);
  const [newest] = completions;
  if (newest === undefined) return { kind: "none" };
  const { runId, record, ...found } = completions.find((completion) => completion.hash === hash) ?? newest;
  const from = { runId, seq: record.seq };
  const kept = found.hash === hash ? runs.result(runId, record.execution) : undefined;
  if (kept === undefined) return { kind: "other", from, record };
  const schemaOf = runSchemas(() => runs.records(runId));
  return {
    kind: "same",
    from,
    record,
    tracked: { data: decodeValue(kept.encoded, options), schema: schemaOf(kept.schema) },
  };
};
