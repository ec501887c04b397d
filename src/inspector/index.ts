/** `runstate/inspector`: runs in the browser, live or afterwards, on this machine alone. */
export { inspect, type InspectOptions, type Inspector } from "./inspect.ts";
