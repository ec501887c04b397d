const msOf: ReadonlyMap<string, number> = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);

/** The milliseconds of an age as it is given on the command line, `30d` or `12h`; undefined for anything else. */
export const parseAge = (text: string): number | undefined => {
  const [, count, unit = ""] = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw])$/u.exec(text) ?? [];
  const ms = msOf.get(unit);
  return count === undefined || ms === undefined ? undefined : Number(count) * ms;
};
