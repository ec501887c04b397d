const saysProgram = (flag: string): boolean => /^(?:--input-type|--eval|--print|-e|-p|-pe)(?:=|$)/u.test(flag);

/**
 * The flags of a process for its threads: all but those that say what its program is, and how that is written. A thread
 * has a file, and Node refuses to begin it with them.
 */
export const threadFlags = (execArgv: readonly string[]): string[] =>
  execArgv.filter((flag, place) => {
    const before = execArgv[place - 1] ?? "";
    // What follows such a flag is its value, unless it has it after "=".
    return !saysProgram(flag) && !(saysProgram(before) && !before.includes("="));
  });
