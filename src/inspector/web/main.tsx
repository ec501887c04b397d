import { render } from "preact";

const place = document.querySelector("#page");
if (place !== null) render(<h1>runstate</h1>, place);
