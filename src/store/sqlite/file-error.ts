/** Whether the file system refused with one of these codes. */
export const hasCode = (thrown: unknown, ...codes: readonly string[]): boolean =>
  typeof thrown === "object" && thrown !== null && "code" in thrown && codes.includes(String(thrown.code));
