import type { Chart, ChartState, ChartTransition } from "./chart.ts";
import { eventLabel, isSaid, nameOf } from "./to-chart.ts";

/** A chart, or why there is none. */
export type DefinedChart = { readonly chart: Chart } | { readonly reason: string };

/** What is larger is not drawn: placing 300 states takes a second, and nobody finds anything in them. */
const most = { states: 300, depth: 20, transitions: 1000 };

/**
 * The chart of a machine that another program sent as JSON: its config, or the definition that XState 5 or 4 makes of it.
 *
 * Total: whatever is no machine has a reason, a transition to a state that is not there is left out.
 */
export const definitionChart = (definition: unknown): DefinedChart => {
  if (!isRecord(definition) || !isRecord(definition["states"]) || Object.keys(definition["states"]).length === 0)
    return { reason: "It has no states to draw." };
  const key = typeof definition["id"] === "string" && definition["id"] !== "" ? definition["id"] : "(machine)";
  const machine = new Machine(key);
  const root = machine.meet(definition, key, undefined, []);
  if (machine.reason !== undefined) return { reason: machine.reason };
  const chart = { id: key, root: machine.stateOf(root) };
  return machine.transitions > most.transitions
    ? { reason: `It has more than ${most.transitions} transitions, too many to draw.` }
    : { chart };
};

/** A state of the definition, with what its targets are found by. */
interface Node {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly key: string;
  readonly parent: Node | undefined;
  readonly children: Map<string, Node>;
}

class Machine {
  reason: string | undefined;
  transitions = 0;
  readonly #id: string;
  readonly #nodes = new Map<string, Node>();

  constructor(id: string) {
    this.#id = id;
  }

  meet(raw: Node["raw"], key: string, parent: Node | undefined, path: readonly string[]): Node {
    const own = raw["id"];
    const id = typeof own === "string" && own !== "" ? own : [this.#id, ...path].join(".");
    const node: Node = { raw, id, key, parent, children: new Map() };
    if (this.#nodes.has(id)) this.reason ??= `Two of its states have the id ${id}.`;
    this.#nodes.set(id, node);
    if (this.#nodes.size > most.states) this.reason ??= `It has more than ${most.states} states, too many to draw.`;
    if (path.length > most.depth) this.reason ??= `Its states lie more than ${most.depth} deep.`;
    for (const [name, child] of entriesOf(raw["states"])) {
      if (this.reason !== undefined) break;
      node.children.set(name, this.meet(isRecord(child) ? child : {}, name, node, [...path, name]));
    }
    return node;
  }

  stateOf(node: Node): ChartState {
    const { raw, id, key, children } = node;
    const type = typeOf(node);
    const initial = type === "compound" ? this.#initial(node) : undefined;
    return {
      id,
      key,
      type,
      ...(initial !== undefined && { initial }),
      entry: listOf(raw["entry"]).map(nameOf).filter(isSaid),
      exit: listOf(raw["exit"]).map(nameOf).filter(isSaid),
      invoke: invokesOf(node).map(({ name }) => name),
      transitions: this.#transitionsOf(node),
      children: Array.from(children.values(), (child) => this.stateOf(child)),
    };
  }

  #initial(node: Node): string | undefined {
    const given = isRecord(node.raw["initial"]) ? node.raw["initial"]["target"] : node.raw["initial"];
    const [target] = listOf(given);
    if (typeof target !== "string") return undefined;
    return (target.startsWith("#") ? this.#byId(target) : below(node, target))?.id;
  }

  /** In the order in which XState tries them. */
  #transitionsOf(node: Node): readonly ChartTransition[] {
    const { raw, id } = node;
    const found: ChartTransition[] = [];
    const take = (event: string, given: unknown): void => {
      for (const each of listOf(given)) found.push(...this.#transition(node, event, each));
    };
    for (const [event, given] of entriesOf(raw["on"])) take(event, given);
    take(`xstate.done.state.${id}`, raw["onDone"]);
    for (const invoked of invokesOf(node)) {
      take(`xstate.done.actor.${invoked.id}`, invoked.raw["onDone"]);
      take(`xstate.error.actor.${invoked.id}`, invoked.raw["onError"]);
      take(`xstate.snapshot.${invoked.id}`, invoked.raw["onSnapshot"]);
    }
    for (const [delay, given] of entriesOf(raw["after"]))
      take(`xstate.after.${Number.isNaN(Number(delay)) ? delay : Number(delay)}.${id}`, given);
    take("", raw["always"]);
    this.transitions += found.length;
    return found;
  }

  #transition(node: Node, type: string, given: unknown): readonly ChartTransition[] {
    const raw = isRecord(given) ? given : { target: given };
    const wanted = listOf(raw["target"]);
    const targets = wanted.flatMap((target) => this.#resolve(node, target)?.id ?? []);
    if (targets.length < wanted.length) return [];
    const guard = raw["guard"] ?? raw["cond"];
    return [
      {
        event: eventLabel(type),
        targets,
        actions: listOf(raw["actions"]).map(nameOf).filter(isSaid),
        ...(guard !== undefined && guard !== null && { guard: nameOf(guard) }),
      },
    ];
  }

  #resolve(node: Node, target: unknown): Node | undefined {
    if (typeof target !== "string") return undefined;
    if (target.startsWith("#")) return this.#byId(target);
    if (target.startsWith(".")) return below(node, target.slice(1));
    return below(node.parent ?? node, target);
  }

  /** `#id`, or `#id.child.of.it`. */
  #byId(target: string): Node | undefined {
    const [id = "", ...path] = target.slice(1).split(".");
    const node = this.#nodes.get(id);
    return this.#nodes.get(target.slice(1)) ?? (node && below(node, path.join(".")));
  }
}

const below = (from: Node, path: string): Node | undefined => {
  let node: Node | undefined = from;
  for (const key of statePath(path)) {
    if (key === "") break;
    node = node?.children.get(key);
  }
  return node;
};

/** The keys of a path; a dot after a backslash is part of a key. */
const statePath = (path: string): readonly string[] =>
  Array.from(path.matchAll(/(?:^|\.)((?:\\[^]|[^.\\])*)/gu), ([, key = ""]) => key.replaceAll(/\\([^])/gu, "$1"));

const types: readonly ChartState["type"][] = ["atomic", "compound", "parallel", "final", "history"];

const typeOf = ({ raw, children }: Node): ChartState["type"] => {
  const said = types.find((type) => type === raw["type"]);
  if (said !== undefined) return said;
  if (children.size > 0) return "compound";
  return raw["history"] === undefined || raw["history"] === false ? "atomic" : "history";
};

const invokesOf = ({ raw, id }: Node) =>
  listOf(raw["invoke"]).flatMap((given, place) => {
    if (!isRecord(given)) return [];
    const name = typeof given["src"] === "string" ? given["src"] : `xstate.invoke.${place}.${id}`;
    return [{ name, id: typeof given["id"] === "string" ? given["id"] : `${place}.${id}`, raw: given }];
  });

const isRecord = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given);

/** XState 4 writes some of these as lists too, whose transitions it has under `on` as well. */
const entriesOf = (given: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(given) ? Object.entries(given) : [];

const listOf = (given: unknown): readonly unknown[] =>
  given === undefined || given === null ? [] : Array.isArray(given) ? given : [given];
