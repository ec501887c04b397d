import type { ChartState } from "./chart.ts";

/** The ids of the states that a state value (`"idle"`, `{ work: "busy" }`) says are active, the outer ones first. */
export const activeStates = (root: ChartState, value: unknown): readonly string[] => {
  const inside =
    typeof value === "string"
      ? [[value, undefined] as const]
      : typeof value === "object" && value !== null
        ? Object.entries(value)
        : [];
  return [
    root.id,
    ...inside.flatMap(([key, below]) => {
      const child = root.children.find((each) => each.key === key);
      return child === undefined ? [] : activeStates(child, below);
    }),
  ];
};
