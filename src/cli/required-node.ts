/** Why the command line cannot work on this Node; undefined when it can. Read by versions that are much too old. */
export const refusedNode = (version: string): string | undefined => {
  const [major = 0, minor = 0] = version.replace("v", "").split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return undefined;
  return `runstate: Node ${version} is too old. It needs Node 22.19 or newer, which https://nodejs.org has.\n`;
};
