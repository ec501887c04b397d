/** `runstate/inspector`: runs in the browser, live or afterwards, on this machine alone; and in other inspectors. */
export { inspect, type InspectOptions, type Inspector } from "./inspect.ts";
export { inspectRelay, type InspectRelayOptions, type RelayInspector } from "./inspect-relay.ts";
export { statelyInspect, type StatelyInspect, type StatelyInspectOptions } from "./stately/stately-inspect.ts";
