import * as Effect from "effect/Effect";

import type { Schema } from "../../src/index.ts";
import type { AnyModule } from "../../src/workflow/module.ts";

/** What `run` of a module in a random workflow is given. */
export type Args = Parameters<AnyModule["run"]>[0];

type Row = Readonly<Record<string, unknown>>;

/** What an execution makes of its input. */
export type Product =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "rows"; readonly columns: readonly string[]; readonly count: number }
  | { readonly kind: "extend" | "drop" | "stringify"; readonly column: string }
  | { readonly kind: "typed" | "circular" | "collections" | "tracked" | "same" };

/** How it hands over what it made, or that it failed. */
export type Way =
  | "sync"
  | "promise"
  | "scheduled"
  | "thenable"
  | "thenable-twice"
  | "effect"
  | "effect-promise"
  | "effect-yield";

/** What it does beside its work. */
export type Aside = "step" | "step-promise" | "annotate" | "mutate-input" | "mutate-params" | "upstream" | "signal";

/** Everything one execution does. */
export interface Behaviour {
  readonly way: Way;
  readonly ticks: number;
  readonly asides: readonly Aside[];
  readonly does:
    | { readonly kind: "return"; readonly product: Product }
    | { readonly kind: "fail"; readonly thrown: unknown }
    | { readonly kind: "never" }
    | { readonly kind: "bad-thenable"; readonly of: "getter" | "then" | "reject-undefined" };
}

const isRows = (data: unknown): data is readonly Row[] =>
  Array.isArray(data) && data.length > 0 && data.every((row) => typeof row === "object" && row !== null);

const cell = (column: string, row: number): unknown => (column === "b" ? `${column}${row}` : row + column.length / 2);

const schema: Schema = { fields: [{ name: "told", type: "int64", nullable: false }], meta: { by: "the module" } };

/** The data an execution ends with, made anew each time; pure, so that the oracle can ask too. */
export const make = (product: Product, input: unknown): unknown => {
  switch (product.kind) {
    case "value":
      return product.value;
    case "rows":
      return Array.from({ length: product.count }, (_, row) =>
        Object.fromEntries(product.columns.map((column) => [column, cell(column, row)])),
      );
    case "extend":
      return isRows(input)
        ? input.map((row, at) => ({ ...row, [product.column]: cell(product.column, at) }))
        : [{ [product.column]: 1 }];
    case "drop":
      return isRows(input)
        ? input.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== product.column)))
        : [];
    case "stringify":
      return isRows(input)
        ? input.map((row) => (product.column in row ? { ...row, [product.column]: String(row[product.column]) } : row))
        : [{ [product.column]: "x" }];
    case "typed":
      return { ids: Float64Array.of(1, 2, 3), at: [new Date(0), new Date(1), new Date(2)] };
    case "collections":
      return new Map<string, unknown>([["counts", new Set([1, 2])]]);
    case "tracked":
      return [{ told: 1 }];
    case "circular": {
      const circle: { self?: unknown; inner: unknown[] } = { inner: [] };
      circle.self = circle;
      circle.inner.push(circle);
      return circle;
    }
    case "same":
      return input;
  }
};

/** What must become of an execution: its data, or the message of its error. */
export const meaningOf = (
  { does }: Behaviour,
  input: unknown,
): { readonly state: "Completed"; readonly data: unknown } | { readonly state: "Failed"; readonly message: string } => {
  switch (does.kind) {
    case "return":
      return { state: "Completed", data: make(does.product, input) };
    case "fail":
      return { state: "Failed", message: does.thrown instanceof Error ? does.thrown.message : String(does.thrown) };
    case "never":
      throw new Error("nothing becomes of what never settles, unless the run is cancelled");
    case "bad-thenable":
      return { state: "Failed", message: does.of === "reject-undefined" ? "undefined" : does.of };
  }
};

/** Settles a promise some time later; how late is the test's to say. */
export type Later = (label: string, ticks: number) => Promise<void>;

/** The default: a number of turns of the microtask queue. */
export const microtasks: Later = async (_, ticks) => {
  for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
};

/** Does what a behaviour says. */
export const perform = (behaviour: Behaviour, args: Args, later: Later): unknown => {
  const { does, way, ticks } = behaviour;
  // A module that changes its own copy of the input, and returns it, returns what it changed.
  const returnsInput = does.kind === "return" && does.product.kind === "same";
  for (const aside of behaviour.asides) if (aside !== "mutate-input" || !returnsInput) doAside(aside, args);
  if (does.kind === "bad-thenable") return badThenable(does.of);
  if (does.kind === "never") return way.startsWith("effect") ? Effect.never : new Promise(() => undefined);
  const finish = (): unknown => {
    if (does.kind === "fail") throw does.thrown;
    const data = make(does.product, args.input.data);
    return does.product.kind === "tracked" ? { data, schema } : data;
  };
  switch (way) {
    case "sync":
      return finish();
    case "promise":
      return microtasks("", ticks).then(finish);
    case "scheduled":
      return later(args.experimentKey, ticks).then(finish);
    case "thenable":
    case "thenable-twice":
      return thenable(finish, way === "thenable-twice");
    case "effect":
      return Effect.suspend(() => {
        try {
          return Effect.succeed(finish());
        } catch (thrown) {
          return Effect.fail(thrown);
        }
      });
    case "effect-promise":
      return Effect.tryPromise({
        try: () => later(args.experimentKey, ticks).then(finish),
        catch: (thrown) => thrown,
      });
    case "effect-yield":
      return Effect.andThen(Effect.yieldNow, Effect.try({ try: finish, catch: (thrown) => thrown }));
  }
};

const thenable = (finish: () => unknown, twice: boolean): object => ({
  // oxlint-disable-next-line unicorn/no-thenable -- modules return thenables of every make
  then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
    try {
      resolve(finish());
    } catch (thrown) {
      reject(thrown);
    }
    if (twice) reject(new Error("settled twice"));
  },
});

const badThenable = (of: "getter" | "then" | "reject-undefined"): unknown => {
  // oxlint-disable-next-line prefer-promise-reject-errors -- a module may reject with nothing at all
  if (of === "reject-undefined") return Promise.reject(undefined);
  const fail = (): never => {
    throw new Error(of);
  };
  // oxlint-disable-next-line unicorn/no-thenable -- modules return thenables of every make
  return of === "getter" ? Object.defineProperty({}, "then", { get: fail }) : { then: fail };
};

const doAside = (aside: Aside, args: Args): void => {
  switch (aside) {
    case "step":
      args.step("count", () => 1);
      return;
    case "step-promise":
      void args.step("pause", () => Promise.resolve(1));
      return;
    case "annotate":
      args.annotate({ seen: args.moduleName, nested: [1, { two: null }] });
      return;
    case "mutate-input":
      spoil(args.input.data);
      spoil(args.input);
      return;
    case "mutate-params":
      spoil(args.params);
      return;
    case "upstream":
      for (const [, moduleName] of args.experimentKey.slice(0, -1).matchAll(/(?:^|\]_)([A-E])\[/gu))
        if (moduleName !== undefined && moduleName !== args.moduleName) spoil(args.upstream(moduleName).data);
      return;
    case "signal":
      args.signal.throwIfAborted();
      return;
  }
};

/** Tries to change a value in every way it may allow. */
const spoil = (value: unknown): void => {
  const attempts: readonly (() => unknown)[] = [
    () => (value as unknown[]).push("spoilt"),
    () => ((value as Record<string, unknown>)["data"] = "spoilt"),
    () => ((value as Record<string, unknown>[])[0] = { spoilt: true }),
    () => (((value as Record<string, unknown>[])[0] as Record<string, unknown>)["spoilt"] = true),
    () => (value as { ids: Float64Array }).ids.fill(-1),
    () => (value as { at: Date[] }).at[0]?.setTime(9),
    () => (value as Map<string, unknown>).clear(),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch {
      // Frozen, or of another kind: nothing to spoil here.
    }
  }
};
