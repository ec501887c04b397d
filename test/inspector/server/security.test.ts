import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, secret } from "../../../src/index.ts";
import { inspect, type Inspector } from "../../../src/inspector/index.ts";
import { answerHeaders } from "../../../src/inspector/server/answer-headers.ts";
import { routes } from "../../../src/inspector/server/routes.ts";
import { type Answered, ask, cookieOf } from "./ask.ts";

const canary = "canary-7f3a9e";

const workflow = defineWorkflow("guarded")
  .module("Loader", {
    run: ({ params, annotate }) => {
      annotate({ note: `read with ${String(params["password"])}` });
      return [{ id: 1, token: String(params["password"]) }];
    },
  })
  .module("Breaker", {
    run: ({ input }) => {
      throw new Error(`cannot send ${input.data[0]?.token}`, { cause: new Error(String(input.data[0]?.token)) });
    },
  });

const config = { Loader: { one: { password: secret(canary) } }, Breaker: { all: {} } };

let shown: Inspector;
let cookie: string;
let runId: string;
const closed: Inspector[] = [];

const begin = async (allowControl: boolean): Promise<[Inspector, string, string]> => {
  const executor = new Executor({ workflow, config });
  const inspector = await inspect(executor, { allowControl });
  closed.push(inspector);
  const outcome = await executor.run();
  return [inspector, await cookieOf(inspector.link()), outcome.runId];
};

beforeAll(async () => {
  [shown, cookie, runId] = await begin(false);
});
afterAll(async () => {
  for (const inspector of closed) await inspector.close();
});

/** Every address of the API, with something in the place of what stands for any. */
const addresses = (): readonly { readonly method: "GET" | "POST"; readonly path: string }[] =>
  routes.map(({ method, path }) => ({
    method,
    path: `/api/v1/${path.map((part) => ({ ":run": runId, ":execution": "0" })[part] ?? part.replace(":", "x")).join("/")}`,
  }));

const expectNothingLeaks = ({ headers, body }: Answered): void => {
  for (const [name, value] of Object.entries(answerHeaders)) expect(headers[name]).toBe(value);
  for (const name of Object.keys(headers)) expect(name).not.toMatch(/^access-control-/u);
  expect(body).not.toContain(canary);
};

describe("the inspector's server", () => {
  test("listens on 127.0.0.1 alone", async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((infos) => infos ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) {
      const reached = await new Promise((resolve) => {
        const socket = connect(shown.port, address, () => resolve("reached"));
        socket.on("error", () => resolve("refused"));
      });
      expect(reached).toBe("refused");
    }
    // The port is free on every other address of this machine.
    await new Promise<void>((resolve, reject) => {
      const other = createServer().on("error", reject);
      other.listen(shown.port, "127.0.0.2", () => other.close(() => resolve()));
    });
  });

  test("answers no route without the cookie, and each with it", async () => {
    for (const { method, path } of addresses()) {
      const without = await ask(shown.port, path, { method });
      expect([path, without.status]).toEqual([path, method === "GET" ? 401 : 405]);
      expectNothingLeaks(without);
      const wrong = await ask(shown.port, path, { method, headers: { cookie: `${cookie}x` } });
      expect([path, wrong.status]).toEqual([path, method === "GET" ? 401 : 405]);
    }
    for (const path of ["/", "/index.html", "/page.js", "/page.css"]) {
      expect((await ask(shown.port, path)).status).toBe(401);
      expect((await ask(shown.port, path, { headers: { cookie } })).status).toBe(200);
    }
  });

  test("sends its headers with every answer, and never a secret", async () => {
    for (const { method, path } of addresses()) {
      const query = path.endsWith("/records") ? "?from=1&to=100" : "";
      expectNothingLeaks(await ask(shown.port, `${path}${query}`, { method, headers: { cookie } }));
    }
    for (let execution = 0; execution < 2; execution++)
      expectNothingLeaks(await ask(shown.port, `/api/v1/runs/${runId}/results/${execution}`, { headers: { cookie } }));
    const { body } = await ask(shown.port, `/api/v1/runs/${runId}/records?from=1&to=100`, { headers: { cookie } });
    expect(body).toContain("cannot send <redacted>");
  });

  test("opens for a link once", async () => {
    const { pathname, search } = new URL(shown.link());
    const first = await ask(shown.port, `${pathname}${search}`);
    expect(first.status).toBe(200);
    expect(first.headers["set-cookie"]?.[0]).toMatch(
      new RegExp(`^runstate_${shown.port}=[\\w-]{32}; HttpOnly; SameSite=Strict; Path=/$`, "u"),
    );
    const second = await ask(shown.port, `${pathname}${search}`);
    expect(second.status).toBe(401);
    expect(second.headers["set-cookie"]).toBeUndefined();
    expect((await ask(shown.port, "/?token=")).status).toBe(401);
  });

  test("puts no run's name into the page that a link opens but as an address", async () => {
    const { pathname, search } = new URL(shown.link(`"><script>alert(1)</script>`));
    const { body } = await ask(shown.port, `${pathname}${search}`);
    expect(body).not.toContain("<script");
    expect(body.split('"')).toHaveLength(5);
  });

  test.each([
    ["evil.example", 421],
    ["127.0.0.1", 421],
    ["localhost:1", 421],
    ["127.0.0.1.evil.example", 421],
    ["", 400],
    ["127.0.0.1 :80", 400],
    ["a b\tc", 400],
    ["user@127.0.0.1", 400],
  ])("answers to no Host %j: %i", async (host, status) => {
    expect((await ask(shown.port, "/", { headers: { host, cookie } })).status).toBe(status);
  });

  test("answers to localhost too", async () => {
    const answered = await ask(shown.port, "/", { headers: { host: `localhost:${shown.port}`, cookie } });
    expect(answered.status).toBe(200);
  });

  test.each([
    ["https://evil.example"],
    ["null"],
    ["http://localhost:1"],
    ["http://127.0.0.1"],
    ["http://127.0.0.1.evil.example"],
  ])("answers no page of %s", async (origin) => {
    for (const { method, path } of addresses())
      expect((await ask(shown.port, path, { method, headers: { origin, cookie } })).status).toBe(403);
  });

  test("answers other sites only where a link is opened", async () => {
    const navigation = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document", cookie };
    for (const site of ["cross-site", "same-site"]) {
      const headers = { ...navigation, "sec-fetch-site": site };
      expect((await ask(shown.port, "/", { headers })).status).toBe(200);
      expect((await ask(shown.port, "/page.js", { headers })).status).toBe(403);
      expect((await ask(shown.port, "/api/v1/runs", { headers })).status).toBe(403);
      const framed = { ...headers, "sec-fetch-dest": "iframe" };
      expect((await ask(shown.port, "/", { headers: framed })).status).toBe(403);
    }
  });

  test.each([
    "/../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/..\\package.json",
    "/%5c..%5cpackage.json",
    "//etc/passwd",
    "/page.js?raw",
    "/page.js??",
    "/@fs/etc/passwd",
    "/api/v1/../../package.json",
    "/api/v1/runs/../../../etc/passwd",
    "/api/v1/runs/..%2f..%2fetc%2fpasswd/records?from=1&to=1",
    "/api/v1/runs/%E0%A4%A/records?from=1&to=1",
    "/api/v2/runs",
    "/PAGE.JS",
  ])("has nothing at %s", async (path) => {
    const answered = await ask(shown.port, path, { headers: { cookie } });
    expect([400, 404]).toContain(answered.status);
    expectNothingLeaks(answered);
  });

  test("has no run of a name that was not run, whatever the name is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (name) => {
        const answered = await ask(shown.port, `/api/v1/runs/${encodeURIComponent(name)}`, { headers: { cookie } });
        expect([400, 404]).toContain(answered.status);
      }),
      { numRuns: 50 },
    );
  });

  test("gives 500 records at most at once", async () => {
    const asked = (from: string, to: string): Promise<Answered> =>
      ask(shown.port, `/api/v1/runs/${runId}/records?from=${from}&to=${to}`, { headers: { cookie } });
    expect((await asked("1", "500")).status).toBe(200);
    for (const [from, to] of [
      ["1", "501"],
      ["0", "1"],
      ["a", "b"],
      ["1", "1e3"],
      ["-1", "3"],
    ] as const)
      expect((await asked(from, to)).status).toBe(400);
  });

  test("refuses other methods, and every POST where it only shows", async () => {
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
      expect((await ask(shown.port, "/", { method, headers: { cookie } })).status).toBe(405);
    const origin = `http://127.0.0.1:${shown.port}`;
    const headers = { cookie, origin, "content-type": "application/json" };
    expect((await ask(shown.port, `/api/v1/runs/${runId}/cancel`, { method: "POST", headers })).status).toBe(405);
  });
});

describe("an inspector that allows control", () => {
  test("takes a POST from its own page alone: cookie, Origin, JSON, token", async () => {
    const [inspector, session, run] = await begin(true);
    const info = JSON.parse((await ask(inspector.port, "/api/v1/info", { headers: { cookie: session } })).body);
    expect(info.control).toBe(true);
    const right = {
      cookie: session,
      origin: `http://127.0.0.1:${inspector.port}`,
      "content-type": "application/json",
      "x-runstate-token": info.token,
    };
    const post = async (change: Readonly<Record<string, string | undefined>>): Promise<number> => {
      const headers = Object.fromEntries(
        Object.entries({ ...right, ...change }).filter((pair): pair is [string, string] => pair[1] !== undefined),
      );
      return (await ask(inspector.port, `/api/v1/runs/${run}/cancel`, { method: "POST", headers, body: "{}" })).status;
    };
    expect(await post({})).toBe(200);
    expect(await post({ cookie: undefined })).toBe(401);
    expect(await post({ origin: undefined })).toBe(403);
    expect(await post({ origin: "http://evil.example" })).toBe(403);
    expect(await post({ "content-type": "text/plain" })).toBe(415);
    expect(await post({ "content-type": undefined })).toBe(415);
    expect(await post({ "x-runstate-token": undefined })).toBe(403);
    expect(await post({ "x-runstate-token": "x" })).toBe(403);
    expect(await post({ "sec-fetch-site": "cross-site" })).toBe(403);
  });

  test("gives no token to who may not", async () => {
    const info = JSON.parse((await ask(shown.port, "/api/v1/info", { headers: { cookie } })).body);
    expect(info).toEqual({ version: expect.any(String), relay: false, control: false });
  });
});
