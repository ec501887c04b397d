import { render } from "preact";

import { formatRoute } from "../view/route.ts";
import { App } from "./app.tsx";
import { forgetPalette } from "./palette.ts";
import { EmbeddedSource } from "./source/embedded-source.ts";
import { httpRelay } from "./source/http-relay.ts";
import { HttpSource } from "./source/http-source.ts";
import type { Source } from "./source/source.ts";
import { restoreTheme } from "./theme.ts";

const begin = async (): Promise<void> => {
  const place = document.querySelector("#page");
  if (place === null) return;
  const embedded = await EmbeddedSource.of(document);
  const source = embedded ?? new HttpSource();
  if (location.hash === "") await goHome(source, embedded?.runId);
  render(<App source={source} relay={embedded === undefined ? httpRelay : undefined} />, place);
};

/** To the one run there is, or to the actors of a relay; to the list of runs otherwise. */
const goHome = async (source: Source, runId: string | undefined): Promise<void> => {
  // A server that refuses to say what it shows refuses the rest too, and the page says so there.
  const isRelay = await source.info().then(
    ({ relay }) => relay,
    () => false,
  );
  if (runId !== undefined) history.replaceState(undefined, "", formatRoute({ page: "run", runId, view: "overview" }));
  else if (isRelay) history.replaceState(undefined, "", formatRoute({ page: "actors" }));
};

restoreTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", forgetPalette);
void begin();
