import { describe, expect, test } from "vitest";

import { relayAddress, shownAddress } from "../../../src/inspector/relay/relay-address.ts";

describe("the address of a relay", () => {
  test.each([
    "ws://localhost:8080",
    "ws://127.0.0.1:1/?token=a",
    "wss://[::1]:443",
    "ws://127.9.9.9:80/",
    "WS://LOCALHOST:1",
  ])("%s is of this machine", (text) => {
    expect(relayAddress(text, false)).toBeInstanceOf(URL);
  });

  test.each([
    ["ws://", "it is no address"],
    ["localhost", "it is no address"],
    ["http://localhost:8080", "it is no address of a WebSocket, which begins with ws: and not with http:"],
    ["ws://localhost:8080/#a", "the address of a WebSocket has no part after #"],
    ["ws://stately.ai", "stately.ai is not this machine"],
    ["ws://127.0.0.1.evil.example:80", "127.0.0.1.evil.example is not this machine"],
    ["ws://localhost.evil.example", "localhost.evil.example is not this machine"],
    ["ws://localhost@evil.example", "evil.example is not this machine"],
    ["ws://0.0.0.0:80", "0.0.0.0 is not this machine"],
    ["ws://192.168.1.7:8080", "192.168.1.7 is not this machine"],
    ["ws://[::ffff:8.8.8.8]:80", "[::ffff:808:808] is not this machine"],
  ])("%s is refused: %s", (text, reason) => {
    expect(relayAddress(text, false)).toMatchObject({ reason });
  });

  test("may be of another machine when that is asked for, and is shown without what lets one in", () => {
    const url = relayAddress("ws://me:word@192.168.1.7:8080/a?token=secret", true);
    expect(url instanceof URL && shownAddress(url)).toBe("ws://192.168.1.7:8080/a");
  });
});
