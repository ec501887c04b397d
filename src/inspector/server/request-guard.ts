import { timingSafeEqual } from "node:crypto";

/** What of a request decides whether it is heard at all. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly secFetchMode: string | undefined;
  readonly secFetchDest: string | undefined;
  readonly contentType: string | undefined;
  readonly cookie: string | undefined;
  readonly token: string | undefined;
}

/** What the server demands. */
export interface GuardPolicy {
  readonly port: number;
  readonly cookieName: string;
  /** The value of the cookie of somebody who used a launch link. */
  readonly session: string;
  /** What a POST has to carry; undefined where nothing may be changed. */
  readonly controlToken: string | undefined;
}

/** Why a request is refused, as an answer. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
}

/**
 * The one place that decides whether a request may be answered: every route goes through it, with no exception but the
 * launch link, which brings a token instead of the cookie.
 *
 * In order: a name of this machine (against DNS rebinding), no other site's page, a method that is allowed, the cookie.
 */
export const refusalOf = (facts: RequestFacts, policy: GuardPolicy): Refusal | undefined =>
  refusedHost(facts.host, policy.port) ??
  refusedSite(facts) ??
  refusedMethod(facts, policy) ??
  (hasSession(facts.cookie, policy) ? undefined : { status: 401, text: "Open the link that the terminal shows." });

/** As {@link refusalOf}, for a request that brings a launch token: it has no cookie yet. */
export const refusalOfLaunch = (facts: RequestFacts, policy: GuardPolicy): Refusal | undefined =>
  refusedHost(facts.host, policy.port) ??
  refusedSite(facts) ??
  (facts.method === "GET" ? undefined : { status: 405, text: "A launch link is opened with GET." });

const refusedHost = (host: string | undefined, port: number): Refusal | undefined => {
  if (host === undefined || !/^[\w.:[\]-]{1,255}$/u.test(host))
    return { status: 400, text: "The Host header is malformed." };
  const names = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  return names.includes(host.toLowerCase())
    ? undefined
    : { status: 421, text: "This server answers to the names of this machine only: 127.0.0.1 or localhost." };
};

const refusedSite = (facts: RequestFacts): Refusal | undefined => {
  if (facts.origin !== undefined && facts.origin !== `http://${facts.host ?? ""}`)
    return { status: 403, text: "Pages of other origins are not answered." };
  if (facts.secFetchSite === undefined || ["same-origin", "none"].includes(facts.secFetchSite)) return undefined;
  // A launch link clicked in a chat or a web terminal is a cross-site navigation: exactly that is let through.
  const navigates =
    facts.method === "GET" &&
    facts.path === "/" &&
    facts.secFetchMode === "navigate" &&
    facts.secFetchDest === "document";
  return navigates ? undefined : { status: 403, text: "Other sites are not answered." };
};

const refusedMethod = (facts: RequestFacts, policy: GuardPolicy): Refusal | undefined => {
  if (facts.method === "GET") return undefined;
  if (facts.method !== "POST") return { status: 405, text: "Only GET, and POST where control is allowed." };
  if (policy.controlToken === undefined)
    return { status: 405, text: "This inspector only shows: start it with --allow-control to cancel and retry." };
  if (!hasSession(facts.cookie, policy)) return { status: 401, text: "Open the link that the terminal shows." };
  if (facts.origin === undefined) return { status: 403, text: "A POST has to say its Origin." };
  if (!/^application\/json\s*(?:;|$)/iu.test(facts.contentType ?? ""))
    return { status: 415, text: "A POST has to be application/json." };
  return facts.token !== undefined && isSame(facts.token, policy.controlToken)
    ? undefined
    : { status: 403, text: "The header x-runstate-token is missing or wrong." };
};

const hasSession = (cookie: string | undefined, { cookieName, session }: GuardPolicy): boolean =>
  (cookie ?? "").split(/;\s*/u).some((pair) => {
    const at = pair.indexOf("=");
    return at > 0 && pair.slice(0, at) === cookieName && isSame(pair.slice(at + 1), session);
  });

/** Takes as long wherever the two differ. */
export const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
