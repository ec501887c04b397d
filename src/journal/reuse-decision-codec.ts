import * as S from "effect/Schema";

import type { RunCause } from "./reuse-decision.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";

const hexDigits = /^[0-9a-f]{64}$/u;
const Sha256 = S.String.pipe(S.check(S.isPattern(hexDigits)));
const Fingerprint = S.String.pipe(S.refine((text): text is SchemaFingerprint => hexDigits.test(text)));
const Ref = S.Struct({
  runId: S.NonEmptyString.pipe(S.brand("RunId")),
  seq: S.Int.pipe(S.check(S.isGreaterThanOrEqualTo(1))),
});
const content = { content: Sha256, schema: S.NullOr(Fingerprint) };

const Key = S.Struct({
  place: Sha256,
  hash: Sha256,
  version: S.NullOr(S.String),
  params: Sha256,
  input: S.NullOr(S.Struct(content)),
  upstream: S.Array(S.Struct({ ...content, moduleName: S.String })),
  dependencies: S.Array(S.Struct({ name: S.String, content: Sha256 })),
});

const Part = S.Union([
  S.Struct({ part: S.Literals(["version", "params", "input"]) }),
  S.Struct({ part: S.Literal("upstream"), moduleName: S.String }),
  S.Struct({ part: S.Literal("dependency"), name: S.String }),
]);

const runCauses = [
  "above",
  "new",
  "never-ran",
  "failed",
  "in-progress",
  "other-params",
  "unknown-params",
  "other-key",
  "not-stored",
  "unreadable",
] as const satisfies RunCause[];

const Reason = S.Union([
  S.Struct({ kind: S.Literals(["same-key", "begun-from"]), from: Ref }),
  S.Struct({ kind: S.Literals(runCauses) }),
  S.Struct({ kind: S.Literal("turned-off") }),
  S.Struct({ kind: S.Literal("changed"), since: Ref, parts: S.Array(Part) }),
  S.Struct({ kind: S.Literal("damaged"), from: Ref, detail: S.String }),
  S.Struct({ kind: S.Literals(["input-not-stored", "dependencies-unknown"]), detail: S.String }),
  S.Struct({ kind: S.Literal("upstream-not-stored"), moduleName: S.String, detail: S.String }),
]);

/** A reuse decision as it stands in a journal; see `ReuseDecision`. */
export const ReuseDecisionSchema = S.Struct({ why: Reason, key: S.optionalKey(Key) });
