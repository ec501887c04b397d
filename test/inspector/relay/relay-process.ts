import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A relay of `@statelyai/inspect` in a process of its own: only the end of its process ends its connections. */
export const startRelayProcess = async (port: number): Promise<ChildProcess> => {
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { connect } from "node:net";
       import { createInspectorServer } from "@statelyai/inspect/server";
       createInspectorServer({ port: ${port}, autoOpen: false });
       const look = () => connect(${port}, "127.0.0.1", () => process.send("there")).on("error", look);
       look();`,
    ],
    { stdio: ["ignore", "ignore", "inherit", "ipc"] },
  );
  await once(child, "message");
  return child;
};
