/** What whoever reads a damaged store is told to do; whoever verifies it is doing that already. */
export const verifyIt = "Take a copy of the store, and verify its runs.";
