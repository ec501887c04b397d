/** A statechart as plain data: what a machine says, without its functions. */
export interface Chart {
  /** The machine's id. */
  readonly id: string;
  readonly root: ChartState;
}

/** One state with what is inside it. */
export interface ChartState {
  /** Unique in the chart: `run.InProgress`. */
  readonly id: string;
  readonly key: string;
  readonly type: "atomic" | "compound" | "parallel" | "final" | "history";
  /** The id of the state it begins in. */
  readonly initial?: string;
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly invoke: readonly string[];
  readonly transitions: readonly ChartTransition[];
  readonly children: readonly ChartState[];
}

/** What an event leads to. */
export interface ChartTransition {
  readonly event: string;
  /** Ids of the targets; none for a transition that stays. */
  readonly targets: readonly string[];
  readonly guard?: string;
  readonly actions: readonly string[];
}

/** A chart with the place of everything in it, in pixels from its top left corner. */
export interface PlacedChart {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Outer states before the ones inside them. */
  readonly states: readonly PlacedState[];
  readonly edges: readonly PlacedEdge[];
}

/** A state with its box. */
export interface PlacedState {
  readonly id: string;
  readonly key: string;
  readonly type: ChartState["type"];
  /** `entry / a`, `invoke / b`: lines under its name. */
  readonly notes: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A transition with its way; one from no state is where a state begins. */
export interface PlacedEdge {
  readonly from?: string;
  readonly to: string;
  readonly text: string;
  readonly actions: readonly string[];
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The top left corner of its text. */
  readonly label?: readonly [x: number, y: number];
}
