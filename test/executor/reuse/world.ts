/** A workflow of pure modules, as far as it can change between two runs, and what a run of it gives. */
import * as fc from "fast-check";

import { defineWorkflow, Executor, experimentKey, type RunOptions } from "../../../src/index.ts";

type ModuleName = "Loader" | "Scaler" | "Reporter";

/** What the results of one module depend on besides what it reads. */
interface ModuleWorld {
  readonly experiments: readonly (readonly [name: string, param: number])[];
  readonly version: number;
  readonly library: number;
  readonly reuse: boolean;
}

export type World = Readonly<Record<ModuleName, ModuleWorld>>;

const moduleNames = ["Loader", "Scaler", "Reporter"] as const;

// Few values, so that another input often gives the same output: then nothing below need run.
const small = fc.nat(2);
const experiments = fc.uniqueArray(fc.tuple(fc.constantFrom("x", "y"), small), {
  minLength: 1,
  maxLength: 2,
  selector: ([name]) => name,
});
const moduleWorld = fc.record({
  experiments,
  version: small,
  library: small,
  reuse: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});
const world: fc.Arbitrary<World> = fc.record({ Loader: moduleWorld, Scaler: moduleWorld, Reporter: moduleWorld });

type Edit = (before: World) => World;

const edit: fc.Arbitrary<Edit> = fc
  .tuple(
    fc.constantFrom(...moduleNames),
    fc.oneof(
      small.map((version) => () => ({ version })),
      small.map((library) => () => ({ library })),
      experiments.map((changed) => () => ({ experiments: changed })),
      fc.constant((before: ModuleWorld) => ({ experiments: before.experiments.toReversed() })),
      fc.tuple(fc.nat(1), small).map(([place, param]) => (before: ModuleWorld) => ({
        experiments: before.experiments.map(([name, old], n) => [name, n === place ? param : old] as const),
      })),
    ),
  )
  .map(([name, change]) => (before) => ({ ...before, [name]: { ...before[name], ...change(before[name]) } }));

/** A world, and how it is edited from one run to the next. */
export const worlds: fc.Arbitrary<readonly World[]> = fc
  .tuple(world, fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([first, edits]) => {
    const all = [first];
    for (const change of edits) all.push(change(all.at(-1) ?? first));
    return all;
  });

interface Row {
  readonly n: number;
  readonly even?: boolean;
}

// Not only the value: the structure depends on what is read too, and so do the changes.
const rowsOf = (n: number): readonly Row[] => [n % 2 === 0 ? { n: n % 3, even: true } : { n: n % 3 }];

const load = (param: number, { version, library }: ModuleWorld) => rowsOf(param + 2 * version + 4 * library);
const scale = (input: readonly Row[], param: number, { version, library }: ModuleWorld) =>
  rowsOf((input[0]?.n ?? 0) * param + version + library);
const report = (input: readonly Row[], loaded: readonly Row[], param: number, { version, library }: ModuleWorld) =>
  rowsOf((input[0]?.n ?? 0) + 2 * (loaded[0]?.n ?? 0) + param + version + library);

/** The workflow and config of a world; `ran` gets the keys of the executions that run. */
export const build = (current: World) => {
  const { Loader, Scaler, Reporter } = current;
  const ran: string[] = [];
  const policyOf = ({ reuse, version, library }: ModuleWorld) =>
    reuse ? { reuse: { version: String(version), dependsOn: () => ({ library }) } } : {};
  const workflow = defineWorkflow("pure")
    .module("Loader", {
      ...policyOf(Loader),
      run: ({ params, experimentKey: key }) => {
        ran.push(key);
        return load(Number(params["p"]), Loader);
      },
    })
    .module("Scaler", {
      ...policyOf(Scaler),
      run: ({ input, params, experimentKey: key, annotate }) => {
        ran.push(key);
        annotate({ read: input.data[0]?.n ?? null });
        return scale(input.data, Number(params["p"]), Scaler);
      },
    })
    .module("Reporter", {
      ...(Reporter.reuse && {
        reuse: {
          version: String(Reporter.version),
          dependsOn: { library: Reporter.library },
          upstream: ["Loader"] as const,
        },
      }),
      run: ({ input, upstream, params, experimentKey: key, declare }) => {
        ran.push(key);
        declare({ derived: { n: ["n"] } });
        return report(input.data, upstream("Loader").data, Number(params["p"]), Reporter);
      },
    });
  const config = moduleNames.map(
    (name) => [name, new Map(current[name].experiments.map(([experiment, p]) => [experiment, { p }]))] as const,
  );
  return { workflow, config: new Map(config), ran };
};

/** The keys of the executions that ran, and everything that is told of a run but times and ids. */
export const runOf = async (current: World, options: RunOptions, retried?: string) => {
  const { workflow, config, ran } = build(current);
  const executor = new Executor({ workflow, config, ...options });
  await (retried === undefined ? executor.run() : executor.retry(retried));
  const { status } = executor;
  const told = {
    state: status.state,
    results: executor.getResult(),
    changes: status.changes
      .map(({ type, target, before, after, experimentKey: key }) => ({ type, target, before, after, key }))
      .toSorted((one, other) => order(one.key, other.key)),
    after: status
      .getSnapshots({ phase: "after" })
      .map(({ experimentKey: key, metadata, context }) => [key, metadata, context] as const)
      .toSorted(([one], [other]) => order(one, other)),
  };
  return { ran: ran.toSorted(), told, executor };
};

const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/**
 * Which executions have to run in each of these worlds, one after the other over one store: those of modules without
 * `reuse`, and those that were never made from these parts. Worked out from the functions alone.
 */
export const expectedRuns = (sequence: readonly World[]): readonly (readonly string[])[] => {
  const made = new Set<string>();
  return sequence.map(({ Loader, Scaler, Reporter }) => {
    const ran: string[] = [];
    const visit = ({ reuse, version, library }: ModuleWorld, key: string, param: number, read: readonly unknown[]) => {
      const parts = JSON.stringify([key, version, library, param, read]);
      if (!reuse || !made.has(parts)) ran.push(key);
      // What a module without reuse gives is not there to be found later.
      if (reuse) made.add(parts);
    };
    for (const [a, p] of Loader.experiments) {
      visit(Loader, experimentKey([["Loader", a]]), p, []);
      const loaded = load(p, Loader);
      for (const [b, q] of Scaler.experiments) {
        visit(
          Scaler,
          experimentKey([
            ["Loader", a],
            ["Scaler", b],
          ]),
          q,
          [loaded],
        );
        const scaled = scale(loaded, q, Scaler);
        for (const [c, r] of Reporter.experiments)
          visit(
            Reporter,
            experimentKey([
              ["Loader", a],
              ["Scaler", b],
              ["Reporter", c],
            ]),
            r,
            [scaled, loaded],
          );
      }
    }
    return ran.toSorted();
  });
};
