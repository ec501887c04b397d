/** A workflow that says its secrets wherever a module can say anything. */
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import * as Schema from "effect/Schema";

import { defineWorkflow, describeSchema, secret } from "../../../src/index.ts";

/** One secret for each way in which a run gets to know of one. */
export const canaries = {
  wrapped: 'wr"apped/canary+π',
  named: "named-canary-7f3a",
  decoded: "decoded-canary-19c0",
  url: "url-canary-55e1",
  value: "value canary & more",
  number: "7351924680",
  lines: `-----BEGIN PRIVATE KEY-----\nMIIBcanaryLineOne000\nMIIBcanaryLineTwo111\n-----END PRIVATE KEY-----`,
};

/** What must be found nowhere; a key of several lines not in part either. */
export const hidden: readonly string[] = [...Object.values(canaries), ...canaries.lines.split("\n").slice(1, 3)];

const all = Object.values(canaries).join(" | ");
const mapped = <Value>(make: (text: string) => Value): readonly Value[] =>
  Object.values(canaries).map((text) => make(text));

const said = (error: object): never => {
  throw error;
};

class Named extends Error {
  override readonly name = `${canaries.named}Error`;
  readonly request = { headers: { authorization: `Bearer ${canaries.named}` }, [canaries.wrapped]: Buffer.from(all) };
}

const failing: Readonly<Record<string, () => unknown>> = {
  message: () => said(new Error(all)),
  stack: () => said(Object.assign(new Error("no"), { stack: `Error: ${all}\n    at ${canaries.named} (x.ts:1:1)` })),
  cause: () => said(new Error("outer", { cause: new Error("inner", { cause: all }) })),
  aggregate: () =>
    said(
      new AggregateError(
        mapped((text) => new Error(text)),
        all,
      ),
    ),
  data: () => said(Object.assign(new Error("no"), { code: all, number: 7_351_924_680, [canaries.value]: [all] })),
  name: () => said(new Named("no")),
  text: () => said(all as unknown as object),
  symbol: () => said(Symbol(canaries.wrapped) as unknown as object),
  object: () => Promise.reject({ _tag: canaries.named, message: all, nested: { deep: [[all]] } }),
  bytes: () =>
    said(Object.assign(new Error("no"), { body: Buffer.from(all), part: new TextEncoder().encode(all).buffer })),
  getter: () =>
    said(
      Object.defineProperty({}, "message", {
        get: () => said(new Error(all)),
        enumerable: true,
      }),
    ),
  effect: () => Effect.fail({ _tag: "Refused", detail: all }),
  defect: () => Effect.die(new TypeError(all)),
  encoded: () =>
    said(
      new Error(
        [
          JSON.stringify({ body: all }),
          JSON.stringify({ body: JSON.stringify({ error: all }) }),
          encodeURIComponent(all),
          new URLSearchParams({ all }).toString(),
          ...mapped((text) => `Basic ${Buffer.from(`me:${text}`).toString("base64")}`),
          ...mapped((text) => Buffer.from(`m:${text}`).toString("base64url")),
          ...mapped((text) => Buffer.from(text).toString("hex")),
          ...mapped((text) => encodeURIComponent(Buffer.from(`>>${text}?`).toString("base64"))),
        ].join("\n"),
      ),
    ),
  // Where a long text is cut, the first half of a secret must not be left.
  cut: () =>
    said(
      new Error(mapped((text) => "x".repeat(16_380) + text).join(""), { cause: "y".repeat(16_376) + canaries.named }),
    ),
};

const returning: Readonly<Record<string, () => unknown>> = {
  value: () => ({ headers: { auth: canaries.wrapped } }),
  key: () => ({ [canaries.named]: 1 }),
  mapValue: () => new Map([["x", [canaries.value]]]),
  mapKey: () => new Map([[canaries.decoded, 1]]),
  set: () => new Set([canaries.url]),
  buffer: () => ({ body: Buffer.from(`a ${canaries.wrapped}`) }),
  bytes: () => new TextEncoder().encode(canaries.lines).buffer,
  float: () => new Float64Array(new Uint8Array(Buffer.from(`123456789${canaries.url}`)).buffer),
  error: () => ({ caught: new Error(canaries.value) }),
  link: () => new URL(`https://example.org/?key=${encodeURIComponent(canaries.wrapped)}`),
  regExp: () => [new RegExp(canaries.named)],
  wrapper: () => ({ token: secret(canaries.wrapped) }),
  number: () => ({ pin: 7_351_924_680 }),
  columnName: () => [{ [canaries.named]: 1, other: 2 }],
  columnNames: () => ({ [canaries.named]: [1, 2], [canaries.value]: ["a", "b"], plain: [1, 2] }),
  textRange: () => mapped((text) => ({ text, length: text.length })),
  numberRange: () => [{ pin: 7_351_924_680 }, { pin: 7_351_924_680 }],
  nestedColumn: () => [{ user: { [canaries.url]: canaries.url } }],
  ownSchema: () => ({
    data: 1,
    schema: {
      fields: [
        { name: canaries.named, type: `opaque:${canaries.named}`, nullable: false, logical: canaries.url },
        { name: "b", type: "int64", nullable: false, meta: { [canaries.value]: [canaries.wrapped] } },
      ],
      meta: { source: canaries.lines },
    },
  }),
  getter: () => ({
    get lazy(): string {
      return said(new Error(all));
    },
  }),
};

/** Every way to say a secret, by the name of its experiment. */
export const ways: readonly string[] = [
  ...Object.keys(failing),
  ...Object.keys(returning).map((name) => `${name}Result`),
];

export const workflow = defineWorkflow("leaking")
  .module("Loader", {
    params: Schema.Struct({
      wrapped: Schema.Redacted(Schema.String),
      apiKey: Schema.String,
      dsn: Schema.RedactedFromValue(Schema.String),
      source: Schema.String,
      pin: Schema.Struct({ password: Schema.Number }),
      privateKey: Schema.String,
    }),
    run: ({ params, annotate }) => {
      annotate({ dsn: Redacted.value(params.dsn), said: all, params: JSON.stringify(params) });
      return [{ n: 1, text: "a" }];
    },
  })
  .module("Leaker", {
    retry: { times: 1 },
    timeout: "300 millis",
    run: ({ attempt, experimentName, annotate, step }): unknown => {
      annotate({
        all,
        [all]: 1,
        deep: { list: mapped((text) => ({ [text]: text })) },
        body: new Uint8Array(Buffer.from(all)) as never,
      });
      step(`connect ${all}`, () => undefined);
      if (experimentName === "slow") return new Promise(() => undefined);
      const result = returning[experimentName.replace(/Result$/u, "")];
      if (experimentName.endsWith("Result") && result !== undefined) {
        if (attempt === 1) throw new Error(`the first time: ${all}`);
        return result();
      }
      return failing[experimentName]?.();
    },
  })
  .module("Renamer", {
    run: ({ input, declare }) => {
      const [before] = describeSchema(input.data)?.fields ?? [];
      if (before?.name !== canaries.named) return [{ kept: canaries.value.length }];
      declare({ renamed: { [canaries.named]: canaries.value }, derived: { [canaries.value]: [canaries.named] } });
      return [{ [canaries.value]: 1, other: "z" }];
    },
  });

export const config = {
  Loader: {
    one: {
      wrapped: secret(canaries.wrapped),
      apiKey: canaries.named,
      dsn: canaries.decoded,
      source: `postgres://me:${canaries.url}@localhost/db`,
      pin: { password: Number(canaries.number) },
      privateKey: canaries.lines,
    },
  },
  Leaker: Object.fromEntries([...ways, "slow"].map((name) => [name, {}])),
  Renamer: { all: {} },
};

export const secrets = { values: [canaries.value] };
