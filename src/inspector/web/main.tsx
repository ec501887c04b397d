import { render } from "preact";

import { formatRoute } from "../view/route.ts";
import { App } from "./app.tsx";
import { forgetPalette } from "./palette.ts";
import { EmbeddedSource } from "./source/embedded-source.ts";
import { HttpSource } from "./source/http-source.ts";
import { restoreTheme } from "./theme.ts";

const begin = async (): Promise<void> => {
  const place = document.querySelector("#page");
  if (place === null) return;
  const embedded = await EmbeddedSource.of(document);
  if (embedded !== undefined && location.hash === "")
    history.replaceState(undefined, "", formatRoute({ page: "run", runId: embedded.runId, view: "overview" }));
  render(<App source={embedded ?? new HttpSource()} />, place);
};

restoreTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", forgetPalette);
void begin();
