import { spawn } from "node:child_process";

/** A runstate command that goes on in another process. */
export interface StartedCommand {
  readonly pid: number;
  /** The link to the inspector that it prints. */
  readonly link: Promise<string>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it printed so far. */
  readonly printed: () => string;
}

/** Starts `runstate` from the sources. */
export const startCommand = (args: readonly string[]): StartedCommand => {
  const child = spawn(process.execPath, ["src/cli/main.ts", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const link = Promise.withResolvers<string>();
  const hear = (chunk: Buffer): void => {
    printed += chunk.toString();
    const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/u.exec(printed);
    if (found !== null) link.resolve(found[0]);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on("exit", (code, signal) => {
      link.reject(new Error(`it ended before it had a link: ${printed}`));
      resolve(code ?? signal);
    });
  });
  link.promise.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    link: link.promise,
    ended,
    kill: (signal) => child.kill(signal),
    printed: () => printed,
  };
};
