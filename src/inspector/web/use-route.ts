import { useLayoutEffect, useState } from "preact/hooks";

import { formatRoute, parseRoute, type Route } from "../view/route.ts";

/** Where the page is; follows the address. */
export const useRoute = (): Route => {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useLayoutEffect(() => {
    const follow = (): void => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", follow);
    addEventListener("popstate", follow);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener("popstate", follow);
    };
  }, []);
  return route;
};

/** Goes to a route; `replace` leaves no step to come back to, as for a slider that is dragged. */
export const goTo = (route: Route, how: "push" | "replace" = "push"): void => {
  const hash = formatRoute(route);
  if (hash === location.hash) return;
  // Told at once, by hand: the browser's own event comes later, and a key pressed before it would act on where the page was.
  if (how === "push") history.pushState(undefined, "", hash);
  else history.replaceState(undefined, "", hash);
  dispatchEvent(new HashChangeEvent("hashchange"));
};
