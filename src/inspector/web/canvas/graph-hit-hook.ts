import type { LifecycleState } from "../../../../machines/lifecycle.ts";

/** What is drawn at a point of the graph. */
export interface GraphHit {
  readonly execution: number;
  readonly state: LifecycleState;
  /** The state in whose colour it is drawn, which is the worst of all executions that are drawn as one. */
  readonly shown: LifecycleState;
  /** How many executions are drawn as one. */
  readonly executions: number;
  /** Where it is drawn, in CSS pixels of the canvas. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lets tests ask what is at a point of the canvas, which has no elements to ask: `__inspector.hitTest(x, y)`. Returns what ends it. */
export const offerHitTest = (hitTest: (x: number, y: number) => GraphHit | undefined): (() => void) => {
  Object.defineProperty(globalThis, "__inspector", { value: Object.freeze({ hitTest }), configurable: true });
  return () => Reflect.deleteProperty(globalThis, "__inspector");
};
