import { render } from "preact";

import { App } from "./app.tsx";
import { HttpSource } from "./source/http-source.ts";

const place = document.querySelector("#page");
if (place !== null) render(<App source={new HttpSource()} />, place);
