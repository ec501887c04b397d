import * as Effect from "effect/Effect";

/**
 * Code that is fetched when it is first asked for; from then on it is at hand, without another turn of the event loop.
 *
 * Where it cannot be fetched the Effect dies of what `load` rejected with, and the next who asks tries again.
 */
export const fetched = <Code>(load: () => Promise<Code>): Effect.Effect<Code> => {
  let code: Code | undefined;
  return Effect.suspend(() =>
    code === undefined ? Effect.map(Effect.promise(load), (loaded) => (code = loaded)) : Effect.succeed(code),
  );
};
