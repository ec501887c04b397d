/** The page says what the figures say, and the goals do not depend on how fast the machine was. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Schema } from "effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { read } from "../../docs/repository.ts";
import { betweenMarkers } from "./between-markers.ts";
import { peerCases } from "./cases.ts";
import { Figures, type Round } from "./figures.ts";
import { goalResults } from "./goals.ts";
import { peersTable } from "./table.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const ids = peerCases.map(({ id }) => id);

const cost = fc.double({ min: 0.01, max: 1e5, noNaN: true });
const rounds: fc.Arbitrary<readonly Round[]> = fc.uniqueArray(
  fc.record({
    cpu: cost,
    wall: cost,
    floorCpu: cost,
    floorWall: cost,
    steps: fc.constant(7),
    round: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ round }) => round },
);
const anyFigures: fc.Arbitrary<Figures> = fc.record({
  date: fc.constant("2026-01-01T00:00:00.000Z"),
  machine: fc.record({
    cpu: fc.string(),
    cores: fc.nat(),
    memoryGib: fc.nat(),
    platform: fc.string(),
    load: fc.nat(),
  }),
  node: fc.constant("24.0.0"),
  packages: fc.constant({}),
  cases: fc
    .array(fc.tuple(fc.constantFrom(...ids), fc.record({ rounds, notRun: fc.option(fc.string({ unit: "binary" })) })))
    .map((entries) => Object.fromEntries(entries)),
});

describe("the figures on the page", () => {
  const decode = Schema.decodeUnknownSync(Figures, { onExcessProperty: "error" });

  test("are those that were measured", () => {
    const page = read("docs/performance.md");
    const figures = decode(JSON.parse(readFileSync(join(folder, "figures.json"), "utf8")));
    expect(betweenMarkers(page, "peers", peersTable(figures))).toBe(page);
    expect(Object.keys(figures.cases)).toEqual(ids);
  });

  test("are a table of whole rows, with every case, whatever was measured or not", () => {
    fc.assert(
      fc.property(anyFigures, (figures) => {
        const widths = peersTable(figures)
          .split("\n")
          .filter((line) => line.startsWith("|"))
          .map((line) => line.replaceAll(String.raw`\|`, "").split("|").length - 2);
        const goals = peerCases.filter(({ goal }) => goal !== undefined).length;
        // Two lines of header each, and PETsARD's row.
        expect(widths).toEqual([...Array<number>(peerCases.length + 3).fill(6), ...Array<number>(goals + 2).fill(3)]);
      }),
    );
  });
});

describe("a goal", () => {
  const slower = fc.double({ min: 0.1, max: 10, noNaN: true });

  test("is as far away on a machine that is slower in some rounds", () => {
    fc.assert(
      fc.property(anyFigures, fc.array(slower, { minLength: 3, maxLength: 3 }), (figures, factors) => {
        const slowed = {
          ...figures,
          cases: Object.fromEntries(
            Object.entries(figures.cases).map(([id, measured]) => [
              id,
              {
                ...measured,
                rounds: measured.rounds.map((round) => {
                  const factor = factors[round.round - 1] ?? 1;
                  return {
                    cpu: round.cpu * factor,
                    wall: round.wall * factor,
                    floorCpu: round.floorCpu * factor,
                    floorWall: round.floorWall * factor,
                    steps: round.steps,
                    round: round.round,
                  };
                }),
              },
            ]),
          ),
        };
        const before = goalResults(figures);
        for (const [at, { measured }] of goalResults(slowed).entries())
          expect((measured ?? 1) / (before[at]?.measured ?? 1)).toBeCloseTo(1, 9);
      }),
    );
  });

  test("is met by as many times as it asks for, and not by less or by what was not measured", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), cost, fc.boolean(), (left, floor, enough) => {
        const measured = (id: string): readonly Round[] => {
          const goal = goalResults(nothing).find(({ peer }) => peer.id === id);
          const cpu = goal === undefined ? floor : floor * goal.times * (enough ? 1.001 : 0.999);
          return [{ cpu, wall: cpu, floorCpu: floor, floorWall: floor, steps: 7, round: 1 }];
        };
        const figures = {
          ...nothing,
          cases: Object.fromEntries(
            ids.filter((id) => id !== left).map((id) => [id, { rounds: measured(id), notRun: null }]),
          ),
        };
        for (const { met, peer, ours } of goalResults(figures))
          expect(met).toBe(enough && peer.id !== left && ours !== left);
      }),
    );
  });

  const nothing: Figures = {
    date: "",
    machine: { cpu: "", cores: 2, memoryGib: 1, platform: "", load: 0 },
    node: "",
    packages: {},
    cases: {},
  };
});

describe("what is compared", () => {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const theirs = { ...manifest.dependencies, ...manifest.optionalDependencies };
  const ours = (JSON.parse(read("package.json")) as Manifest).devDependencies ?? {};

  test("is of one exact version, and where runstate has the package too, of the same", () => {
    expect(Object.values(theirs).filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))).toEqual([]);
    const shared = Object.keys(theirs).filter((name) => name in ours);
    expect(shared).toContain("xstate");
    expect(shared).toContain("effect");
    for (const name of shared) expect([name, theirs[name]]).toEqual([name, ours[name]]);
  });

  test("names packages that are installed, and adapters that are there", () => {
    for (const { id, packages } of peerCases) {
      expect(packages.filter((name) => !(name in theirs))).toEqual([]);
      const adapter = `adapters/${id.split("/")[0]}.ts`;
      expect([adapter, existsSync(join(folder, adapter))]).toEqual([adapter, true]);
    }
  });

  interface Manifest {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly optionalDependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  }
});

describe("a part between markers", () => {
  const line = fc.string().filter((text) => !text.includes("<!--"));

  test("is replaced, and nothing else", () => {
    fc.assert(
      fc.property(line, line, line, line, (before, old, fresh, after) => {
        const page = (part: string): string => `${before}<!-- peers:begin -->\n${part}\n<!-- peers:end -->${after}`;
        expect(betweenMarkers(page(old), "peers", fresh)).toBe(page(fresh));
        expect(() => betweenMarkers(before + old, "peers", fresh)).toThrow("there is no part");
        expect(() => betweenMarkers(page(old) + page(old), "peers", fresh)).toThrow("there twice");
      }),
    );
  });
});
