/**
 * Where the page is, as the part of its address after `#`: every view of every run at every record can be linked to.
 *
 * `#/runs` · `#/run/ID/VIEW?sel=EXECUTION&seq=SEQ&filter=TEXT` · `#/compare?a=ID&b=ID&left=EXECUTION&right=EXECUTION` ·
 * `#/actors?actor=ID&filter=TEXT`
 */
export type Route =
  | { readonly page: "runs" }
  | {
      readonly page: "run";
      readonly runId: string;
      readonly view: string;
      /** The number of the selected execution. */
      readonly selected?: number;
      /** The record up to which the run is shown; all of them, and those that come, when absent. */
      readonly seq?: number;
      readonly filter?: string;
    }
  | {
      /** The actors of a relay. */
      readonly page: "actors";
      readonly actor?: string;
      readonly filter?: string;
    }
  | {
      readonly page: "compare";
      readonly a?: string;
      readonly b?: string;
      /** The executions whose branches are compared; the whole runs when absent. */
      readonly left?: number;
      readonly right?: number;
    };

/** Reads an address; what is no address of the page is its list of runs. */
export const parseRoute = (hash: string): Route => {
  const [path = "", query = ""] = hash.replace(/^#/u, "").split("?", 2);
  const [, page, runId, view] = path.split("/");
  const given = new URLSearchParams(query);
  if (page === "compare")
    return {
      page,
      ...text("a", given),
      ...text("b", given),
      ...count("left", given.get("left")),
      ...count("right", given.get("right")),
    };
  if (page === "actors") return { page, ...text("actor", given), ...text("filter", given) };
  if (page !== "run" || runId === undefined || runId === "") return { page: "runs" };
  return {
    page,
    runId: decoded(runId),
    view: view === undefined || view === "" ? "overview" : view,
    ...count("selected", given.get("sel")),
    ...count("seq", given.get("seq")),
    ...text("filter", given),
  };
};

/** The address of a route, which {@link parseRoute} reads back. */
export const formatRoute = (route: Route): string => {
  if (route.page === "runs") return "#/runs";
  const query = new URLSearchParams();
  if (route.page === "actors") {
    if (route.actor !== undefined) query.set("actor", route.actor);
    if (route.filter !== undefined) query.set("filter", route.filter);
    return withQuery("#/actors", query);
  }
  if (route.page === "compare") {
    if (route.a !== undefined) query.set("a", route.a);
    if (route.b !== undefined) query.set("b", route.b);
    if (route.left !== undefined) query.set("left", String(route.left));
    if (route.right !== undefined) query.set("right", String(route.right));
    return withQuery("#/compare", query);
  }
  if (route.selected !== undefined) query.set("sel", String(route.selected));
  if (route.seq !== undefined) query.set("seq", String(route.seq));
  if (route.filter !== undefined) query.set("filter", route.filter);
  return withQuery(`#/run/${encodeURIComponent(route.runId)}/${route.view}`, query);
};

const withQuery = (path: string, query: URLSearchParams): string =>
  query.size === 0 ? path : `${path}?${query.toString()}`;

const text = (
  name: "a" | "b" | "filter" | "actor",
  given: URLSearchParams,
): { readonly [Name in typeof name]?: string } => {
  const value = given.get(name);
  return value === null ? {} : { [name]: value };
};

const count = (
  name: "selected" | "seq" | "left" | "right",
  value: string | null,
): { readonly [Name in typeof name]?: number } =>
  value !== null && /^\d{1,15}$/u.test(value) ? { [name]: Number(value) } : {};

/** An address that somebody wrote by hand may hold a lone `%`. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
