/**
 * The flags of threads; undefined where they have those of their process. One whose program was given as text has flags
 * that say how it is written, and Node refuses to begin a thread, which has a file, with them: it has none then. The
 * others cannot be handed on by name, since Node takes few of them for a thread.
 */
export const threadFlags = (execArgv: readonly string[]): string[] | undefined =>
  execArgv.some((flag) => /^--input-type(?:=|$)/u.test(flag)) ? [] : undefined;
