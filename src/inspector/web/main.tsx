import { render } from "preact";

import { App } from "./app.tsx";
import { forgetPalette } from "./palette.ts";
import { HttpSource } from "./source/http-source.ts";

const place = document.querySelector("#page");
if (place !== null) render(<App source={new HttpSource()} />, place);

// Canvases are drawn again with the next record, selection or scroll.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", forgetPalette);
