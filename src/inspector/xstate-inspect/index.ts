/** `runstate-xstate-inspect`: XState 5 actors for clients of `@xstate/inspect`. */
export { startXStateInspect, type XStateInspect, type XStateInspectOptions } from "./start-xstate-inspect.ts";
