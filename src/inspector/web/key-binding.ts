/** Keys and what they do: what is heard and what the help says are one list. */
export interface KeyBinding<Target> extends KeyHelp {
  /** As `KeyboardEvent.key` has them. */
  readonly keys: readonly string[];
  readonly act: (target: Target, key: string) => void;
}

/** What the help says of a key. */
export interface KeyHelp {
  /** As a keyboard has it. */
  readonly shown: string;
  readonly what: string;
}

/** Does what the key stands for, if it stands for anything; then nothing else is to hear it as a key of its own. */
export const hearKey = <Target>(
  event: KeyboardEvent,
  bindings: readonly KeyBinding<Target>[],
  target: Target,
): boolean => {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const binding = bindings.find(({ keys }) => keys.includes(event.key));
  if (binding === undefined) return false;
  event.preventDefault();
  binding.act(target, event.key);
  return true;
};
