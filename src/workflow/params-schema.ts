import * as Schema from "effect/Schema";
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
 * Gives a Promise only when the schema does, so that a run with synchronous schemas starts at once. A schema that
 * throws is reported like any other refusal: it is the config that cannot be used.
 */
export const decodeParams = (
  schema: ParamsSchema | undefined,
  params: unknown,
  path: readonly string[],
): DecodedParams | Promise<DecodedParams> => {
  if (schema === undefined) return { params };
  try {
    const result = toStandard(schema)["~standard"].validate(params);
    return result instanceof Promise
      ? result.then(
          (settled) => toDecoded(settled, path),
          (thrown: unknown) => schemaThrew(thrown, path),
        )
      : toDecoded(result, path);
  } catch (thrown) {
    return schemaThrew(thrown, path);
  }
};

const toDecoded = (result: StandardSchemaV1.Result<unknown>, path: readonly string[]): DecodedParams =>
  result.issues === undefined
    ? { params: result.value }
    : { issues: result.issues.map((issue) => toConfigIssue(issue, path)) };

const schemaThrew = (thrown: unknown, path: readonly string[]): DecodedParams => ({
  issues: [{ path, reason: `the params schema threw ${String(thrown)}`, remedy: "Mend the schema." }],
});

const toStandard = (schema: ParamsSchema): StandardSchemaV1 =>
  "~standard" in schema ? schema : Schema.toStandardSchemaV1(schema);

const toConfigIssue = (issue: StandardSchemaV1.Issue, path: readonly string[]): ConfigIssue => ({
  path: [...path, ...(issue.path ?? []).map((key) => String(typeof key === "object" ? key.key : key))],
  reason: issue.message.replaceAll(/\s*\n\s*/gu, " "),
  remedy: "Change the params, or the module's params schema.",
});
