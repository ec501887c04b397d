interface Host {
  readonly process?: { getBuiltinModule?(id: string): unknown };
}

interface NodeUtil {
  readonly types: { isProxy(value: unknown): boolean };
}

const host: Host = globalThis;
const util = host.process?.getBuiltinModule?.("node:util") as NodeUtil | undefined;

/**
 * Whether an object is a Proxy: what it shows may differ each time it is asked, and what it does cannot be stored.
 *
 * Only the host can tell, in 20 ns. Where it does not (a browser), a Proxy passes for what it shows.
 */
export const isProxy = (value: object): boolean => util?.types.isProxy(value) ?? false;
