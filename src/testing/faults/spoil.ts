/** Tries to change a value, and all it holds, in every way it may allow; what refuses is left as it is. */
export const spoil = (value: unknown, seen = new Set<unknown>()): void => {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const change of changes(value)) {
    try {
      change();
    } catch {
      // Frozen, or of another kind.
    }
  }
  try {
    for (const member of membersOf(value)) spoil(member, seen);
  } catch {
    // It does not let itself be read: nothing to spoil below it.
  }
};

const membersOf = (value: object): Iterable<unknown> => {
  if (ArrayBuffer.isView(value)) return [];
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) return [...value.values()].slice(0, 100);
  return Object.values(value);
};

const changes = (value: object): readonly (() => unknown)[] => {
  if (Array.isArray(value)) return [() => value.push("spoilt"), () => value.copyWithin(0, 1)];
  if (ArrayBuffer.isView(value)) return [() => (value as Uint8Array).fill(1)];
  if (value instanceof Map) return [() => value.clear()];
  if (value instanceof Set) return [() => value.add("spoilt")];
  if (value instanceof Date) return [() => value.setTime(0)];
  return [
    () => ((value as Record<string, unknown>)["spoilt"] = true),
    () => {
      for (const name of Object.keys(value)) delete (value as Record<string, unknown>)[name];
    },
  ];
};
