/** The views of a run, by their part of the address. */
export const viewIds = [
  "overview",
  "tree",
  "graph",
  "gantt",
  "statechart",
  "failures",
  "timing",
  "changes",
  "schemas",
  "snapshots",
  "log",
] as const;
