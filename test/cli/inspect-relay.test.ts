import { createInspectorServer } from "@statelyai/inspect/server";
import { describe, expect, it } from "vitest";

import { freePort } from "../inspector/bridges/free-port.ts";
import { runCli, startCli } from "./run-cli.ts";

describe("runstate inspect at an address", () => {
  it.each([
    [
      "ftp://localhost",
      "it is no address of a WebSocket, which begins with ws: and not with ftp:. Give one such as ws://localhost:8080.",
    ],
    ["ws://", "it is no address. Give one such as ws://localhost:8080."],
    ["ws://192.0.2.1:8080", "192.0.2.1 is not this machine. Allow it with --allow-remote"],
  ])("refuses %s with 2", async (address, complaint) => {
    const { code, stdout, stderr } = await runCli("inspect", address, "--no-open");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`${address}: ${complaint}`);
  });

  it("says with 2 that nobody answers", async () => {
    const address = `ws://localhost:${await freePort()}`;
    const { code, stdout, stderr } = await runCli("inspect", address, "--no-open");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`${address}: nobody answers there. Start the relay first, and then this.`);
  });

  it("shows a relay that is there, until Ctrl-C, and keeps its token to itself", async () => {
    const port = await freePort();
    const server = createInspectorServer({ port, autoOpen: false });
    const { child, ended } = startCli(["inspect", `ws://localhost:${port}/?token=hush`, "--no-open"]);
    let printed = "";
    for await (const chunk of child.stdout ?? []) {
      printed += String(chunk);
      if (printed.includes("Ctrl-C")) break;
    }
    expect(printed).toMatch(
      new RegExp(
        `^the actors of ws://localhost:${port}/: http://127\\.0\\.0\\.1:\\d+/\\?token=\\S+\\nThe link works once`,
        "u",
      ),
    );
    expect(printed).not.toContain("hush");
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    server.stop();
  });
});
