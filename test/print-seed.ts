/** Chooses one fast-check seed for the whole test run, and prints it: `FC_SEED=… npm test` replays the run. */
export default (): void => {
  process.env["FC_SEED"] ??= String(Date.now() % 2 ** 31);
  console.log(`fast-check seed: ${process.env["FC_SEED"]}`);
};
