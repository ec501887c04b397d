import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { ServerInfo } from "../protocol/api.ts";
import { formatRoute } from "../view/route.ts";
import { type Answer, nothingHere } from "./answer.ts";
import { answerHeaders } from "./answer-headers.ts";
import { sendEvents } from "./event-stream.ts";
import type { InspectedRelay } from "./inspected-relay.ts";
import type { InspectedRuns } from "./inspected-runs.ts";
import { LaunchLinks } from "./launch-links.ts";
import { pageFiles } from "./page-files.ts";
import { type GuardPolicy, type Refusal, refusalOf, refusalOfLaunch, type RequestFacts } from "./request-guard.ts";
import { answerRoute } from "./routes.ts";
import { sendVersions } from "./version-stream.ts";

/** How an inspector is served. */
export interface ServerOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** Lets the page cancel and retry runs. Default false: it only shows. */
  readonly allowControl?: boolean;
  readonly version: string;
  /** A relay whose actors the page shows; it then opens with them. */
  readonly relay?: InspectedRelay;
}

/** A server that shows runs on this machine, to who has a link from it. */
export interface InspectorServer {
  readonly port: number;
  /** A new link that opens the page once; at one run, when its id is given. */
  link(runId?: string): string;
  close(): Promise<void>;
}

/** Serves runs on 127.0.0.1; rejects when the port is taken, or the page was not built. */
export const serveRuns = async (runs: InspectedRuns, options: ServerOptions): Promise<InspectorServer> => {
  const files = pageFiles();
  const links = new LaunchLinks();
  const control = options.allowControl === true && runs.control !== undefined;
  const controlToken = control ? secret() : undefined;
  const info: ServerInfo = {
    version: options.version,
    control,
    relay: options.relay !== undefined,
    ...(controlToken !== undefined && { token: controlToken }),
  };
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(answerHeaders)) response.setHeader(name, value);
    answer(request)
      .then((given) => send(request, response, given))
      .catch((thrown: unknown) => send(request, response, { kind: "refused", status: 500, text: String(thrown) }));
  });
  // No longer than a reader of ours ever sends: nothing is uploaded here.
  server.maxHeadersCount = 100;
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const policy: GuardPolicy = { port, cookieName: `runstate_${port}`, session: secret(), controlToken };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const address = addressOf(request);
    if (address === undefined) return { kind: "refused", status: 400, text: "The address is malformed." };
    const facts = factsOf(request, address.pathname);
    const token = address.searchParams.get("token");
    if (token !== null && address.pathname === "/") return launch(facts, token, address.searchParams.get("run"));
    const refusal = refusalOf(facts, policy);
    if (refusal !== undefined) return refused(refusal);
    const [, api, version, ...parts] = address.pathname.split("/");
    if (api === "api" && version === "v1") {
      const names = parts.map(decoded);
      if (names.includes(undefined)) return nothingHere;
      const lastEventId = request.headers["last-event-id"];
      return answerRoute(facts.method, names.map(String), {
        runs,
        relay: options.relay,
        info,
        query: address.searchParams,
        lastEventId: typeof lastEventId === "string" ? lastEventId : undefined,
      });
    }
    const file = facts.method === "GET" && address.search === "" ? files.get(address.pathname) : undefined;
    return file === undefined ? nothingHere : { kind: "bytes", ...file };
  };

  // A redirect would lose the cookie: it is SameSite=Strict, and the link may have been clicked on another site.
  const launch = (facts: RequestFacts, token: string, runId: string | null): Answer => {
    const refusal = refusalOfLaunch(facts, policy);
    if (refusal !== undefined) return refused(refusal);
    if (!links.use(token))
      return { kind: "refused", status: 401, text: "This link was used already, or is none of this server." };
    return {
      kind: "launched",
      cookie: `${policy.cookieName}=${policy.session}; HttpOnly; SameSite=Strict; Path=/`,
      page: firstPage(runId, options.relay !== undefined),
    };
  };

  return {
    port,
    link: (runId) => {
      const at = runId === undefined ? "" : `&run=${encodeURIComponent(runId)}`;
      return `http://127.0.0.1:${port}/?token=${links.make()}${at}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const firstPage = (runId: string | null, isRelay: boolean): string => {
  if (runId !== null) return `/${formatRoute({ page: "run", runId, view: "overview" })}`;
  return isRelay ? `/${formatRoute({ page: "actors" })}` : "/";
};

const secret = (): string => randomBytes(24).toString("base64url");

const refused = ({ status, text }: Refusal): Answer => ({ kind: "refused", status, text });

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });

const addressOf = (request: IncomingMessage): URL | undefined => {
  const url = request.url ?? "";
  // Anything that a parser of addresses would tidy up (`..`, `\`, `//host`) is no address of this server.
  if (!url.startsWith("/") || url.startsWith("//") || /[\\]|\.\.|%2e|%5c/iu.test(url.split("?", 1)[0] ?? ""))
    return undefined;
  return URL.parse(url, "http://127.0.0.1") ?? undefined;
};

const factsOf = ({ method, headers }: IncomingMessage, path: string): RequestFacts => ({
  method: method ?? "",
  path,
  host: headers.host,
  origin: headers.origin,
  secFetchSite: one(headers["sec-fetch-site"]),
  secFetchMode: one(headers["sec-fetch-mode"]),
  secFetchDest: one(headers["sec-fetch-dest"]),
  contentType: headers["content-type"],
  cookie: headers.cookie,
  token: one(headers["x-runstate-token"]),
});

const one = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === "string" ? header : header?.[0];

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

const send = (request: IncomingMessage, response: ServerResponse, given: Answer): void => {
  // What a POST carries means nothing here: it is not read, and a large one is not waited for.
  if (request.method === "POST") response.setHeader("connection", "close");
  switch (given.kind) {
    case "stream":
      return sendEvents(request, response, given.feed, given.after);
    case "versions":
      return sendVersions(request, response, given.relay);
    case "json":
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.end(JSON.stringify(given.value));
      return;
    case "bytes":
      response.writeHead(200, { "content-type": given.type, "content-length": given.bytes.byteLength });
      response.end(given.bytes);
      return;
    case "launched":
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "set-cookie": given.cookie });
      // What encodeURIComponent lets through is no end of an attribute in double quotes.
      response.end(`<!doctype html><meta http-equiv="refresh" content="0;url=${given.page}"><title>runstate</title>`);
      return;
    case "refused":
      response.writeHead(given.status, { "content-type": "text/plain; charset=utf-8" });
      response.end(`${given.text}\n`);
  }
};
