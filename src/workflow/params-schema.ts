import * as Schema from "effect/Schema";
import type { StandardSchemaV1 } from "effect/StandardSchema";

import type { ConfigIssue } from "../error.ts";
import type { Params } from "./freeze-params.ts";
import { didYouMean } from "./nearest-name.ts";
import { type UnreadParam, unreadParams } from "./unread-params.ts";

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
 * throws is reported like any other refusal: it is the config that cannot be used. A param that the schema drops is
 * refused as well, unless the schema takes its time.
 */
export const decodeParams = (
  schema: ParamsSchema | undefined,
  params: unknown,
  path: readonly string[],
): DecodedParams | Promise<DecodedParams> => {
  if (schema === undefined) return { params };
  try {
    const { validate } = toStandard(schema)["~standard"];
    const result = validate(params);
    return result instanceof Promise
      ? result.then(
          (settled) => toDecoded(settled, path),
          (thrown: unknown) => schemaThrew(thrown, path),
        )
      : refuseUnread(toDecoded(result, path), params, path, validate);
  } catch (thrown) {
    return schemaThrew(thrown, path);
  }
};

const toDecoded = (result: StandardSchemaV1.Result<unknown>, path: readonly string[]): DecodedParams =>
  result.issues === undefined
    ? { params: result.value }
    : { issues: result.issues.map((issue) => toConfigIssue(issue, path)) };

const refuseUnread = (
  decoded: DecodedParams,
  params: unknown,
  path: readonly string[],
  validate: StandardSchemaV1["~standard"]["validate"],
): DecodedParams => {
  if ("issues" in decoded) return decoded;
  const unread = unreadParams(params, decoded.params, (other) => {
    try {
      const result = validate(other);
      if (!(result instanceof Promise)) return result.issues === undefined ? result : undefined;
      // zod tries what threw once more as if it were asynchronous: the rejection that comes of it is nobody's.
      result.catch(() => undefined);
      return undefined;
    } catch {
      // It came upon the other value, so it reads it.
      return undefined;
    }
  });
  return unread.length === 0 ? decoded : { issues: unread.map((param) => unreadIssue(param, path)) };
};

const unreadIssue = (unread: UnreadParam, path: readonly string[]): ConfigIssue => ({
  path: [...path, ...unread.path],
  reason: "the module's params schema does not know it, and would drop it",
  remedy: didYouMean(unread.path.at(-1) ?? "", unread.known, "Remove it, or add it to the schema."),
});

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
