import { Flag } from "effect/cli";

import { countFlag } from "./count-flag.ts";

/** The port of the inspector. */
export const portFlag = countFlag("port", { from: 0, to: 65_535 }).pipe(
  Flag.withDefault(0),
  Flag.withDescription("The port of the inspector on 127.0.0.1 (default: any that is free)"),
);

/** Whether the browser is opened by itself. */
export const noOpenFlag = Flag.Boolean("no-open").pipe(
  Flag.withDefault(false),
  Flag.withoutNegation,
  Flag.withDescription("Print the link, and do not open the browser"),
);

/** `--inspect` and what belongs to it, of the commands that run something. */
export const inspectFlags = {
  inspect: Flag.Boolean("inspect").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Show the run in the browser while it goes on"),
  ),
  port: portFlag,
  noOpen: noOpenFlag,
  allowControl: Flag.Boolean("allow-control").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Let the page cancel the run, and retry it"),
  ),
};

/** The part of a task that says how it is looked at; nothing without `--inspect`. */
export const inspecting = (given: {
  readonly inspect: boolean;
  readonly port: number;
  readonly noOpen: boolean;
  readonly allowControl: boolean;
}): { readonly inspect?: { readonly port: number; readonly open: boolean; readonly allowControl: boolean } } =>
  given.inspect
    ? { inspect: { port: given.port, open: opensBrowser(given.noOpen), allowControl: given.allowControl } }
    : {};

/** Somebody has to sit there: a browser that opens by itself in a job of a server helps nobody. */
export const opensBrowser = (noOpen: boolean): boolean =>
  !noOpen && process.stdout.isTTY && process.env["CI"] === undefined;
