import { Schema } from "effect";
import type { StandardSchemaV1 } from "effect/StandardSchema";

import type { ConfigIssue } from "../error.ts";
import type { Params } from "./freeze-params.ts";

/** Whatever describes params: any Standard Schema (zod, valibot, arktype, …), or an effect Schema without services. */
export type ParamsSchema = StandardSchemaV1 | Schema.ConstraintDecoder<unknown>;

/** What `run` receives as params. */
export type ParamsOf<S extends ParamsSchema | undefined> =
  S extends StandardSchemaV1<unknown, infer Output>
    ? Output
    : S extends Schema.ConstraintDecoder<unknown>
      ? S["Type"]
      : Params;

/** What a config may say as params. */
export type ParamsInputOf<S extends ParamsSchema | undefined> =
  S extends StandardSchemaV1<infer Input, unknown>
    ? Input
    : S extends Schema.ConstraintDecoder<unknown>
      ? S["Encoded"]
      : Params;

/** Decoded params, or what is wrong with them. */
export type DecodedParams = { readonly params: unknown } | { readonly issues: readonly ConfigIssue[] };

/**
 * Decodes the params of one experiment; `path` leads to them in the config.
 *
 * A schema that throws is reported like any other refusal: it is the config that cannot be used.
 */
export const decodeParams = async (
  schema: ParamsSchema | undefined,
  params: unknown,
  path: readonly string[],
): Promise<DecodedParams> => {
  if (schema === undefined) return { params };
  try {
    const result = await toStandard(schema)["~standard"].validate(params);
    if (result.issues === undefined) return { params: result.value };
    return { issues: result.issues.map((issue) => toConfigIssue(issue, path)) };
  } catch (thrown) {
    return { issues: [{ path, reason: `the params schema threw ${String(thrown)}`, remedy: "Mend the schema." }] };
  }
};

const toStandard = (schema: ParamsSchema): StandardSchemaV1 =>
  "~standard" in schema ? schema : Schema.toStandardSchemaV1(schema);

const toConfigIssue = (issue: StandardSchemaV1.Issue, path: readonly string[]): ConfigIssue => ({
  path: [...path, ...(issue.path ?? []).map((key) => String(typeof key === "object" ? key.key : key))],
  reason: issue.message.replaceAll(/\s*\n\s*/gu, " "),
  remedy: "Change the params, or the module's params schema.",
});
