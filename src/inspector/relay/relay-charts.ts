import { activeStates } from "../chart/active-states.ts";
import type { PlacedChart } from "../chart/chart.ts";
import { type DefinedChart, definitionChart } from "../chart/definition-chart.ts";
import { placeChart } from "../chart/place-chart.ts";
import type { ActorDetail } from "../protocol/relay-api.ts";
import { parsed } from "./relay-field.ts";
import type { RelayedActor } from "./relayed-actor.ts";

/** The most machines whose definitions are kept. */
const mostMachines = 100;

/** A definition, read when somebody looks at an actor of it: most never are. */
interface KnownMachine {
  readonly text: string;
  defined?: DefinedChart;
  placed?: Promise<PlacedChart>;
}

/** The machines of a relay's actors, each once, however many actors it has. */
export class RelayCharts {
  readonly #machines: KnownMachine[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a machine; undefined when there are too many. */
  meet(definition: string): number | undefined {
    const known = this.#numbers.get(definition);
    if (known !== undefined || this.#machines.length === mostMachines) return known;
    this.#numbers.set(definition, this.#machines.length);
    return this.#machines.push({ text: definition }) - 1;
  }

  /** Where the chart of a machine is, with the states that a state value lights, and how it came into them. */
  lit(number: number, value: unknown, moved: RelayedActor["moved"]): ActorDetail["chart"] {
    const defined = this.#defined(number);
    if (defined === undefined) return { reason: "Its machine is not known." };
    if ("reason" in defined) return defined;
    const { root } = defined.chart;
    return {
      number,
      active: activeStates(root, value),
      ...(moved && { move: { event: moved.event, before: activeStates(root, moved.from) } }),
    };
  }

  /** The chart with the place of everything in it; undefined where there is none. */
  async placed(number: number): Promise<PlacedChart | undefined> {
    const defined = this.#defined(number);
    const machine = this.#machines[number];
    if (machine === undefined || defined === undefined || "reason" in defined) return undefined;
    return (machine.placed ??= placeChart(defined.chart));
  }

  #defined(number: number): DefinedChart | undefined {
    const machine = this.#machines[number];
    return machine && (machine.defined ??= definitionChart(parsed(machine.text)));
  }
}
