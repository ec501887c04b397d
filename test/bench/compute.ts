/** What the modules of the bench do, and a bare process that does the same: `node compute.ts <jobs> <steps>`. */

/** A loop that only computes. */
export const compute = (steps: number): number => {
  let state = 1;
  for (let step = 0; step < steps; step++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return state;
};

export default ({ params }: { readonly params: Readonly<Record<string, unknown>> }): number =>
  compute(Number(params["steps"]));

if (import.meta.main) {
  const [jobs, steps] = process.argv.slice(2).map(Number);
  for (let job = 0; job < Number(jobs); job++) compute(Number(steps));
}
