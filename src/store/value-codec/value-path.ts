/** How one object is reached from another: by name, or by its place among the members of a list, Map or Set. */
export type Step = string | number;

const maxSteps = 24;
const maxName = 80;

/** The way to a part of a value, outermost first: `$.rows[3].f`. Long ways are cut in the middle. */
export const valuePath = (way: readonly { readonly from: object; readonly step: Step }[]): string => {
  const steps = way.map(({ from, step }) => stepText(from, step));
  if (steps.length <= maxSteps) return `$${steps.join("")}`;
  const [head, tail] = [steps.slice(0, maxSteps / 2), steps.slice(-maxSteps / 2)];
  return `$${head.join("")}…${steps.length - maxSteps} more…${tail.join("")}`;
};

const stepText = (from: object, step: Step): string => {
  if (typeof step === "string")
    return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(step) && step.length <= maxName
      ? `.${step}`
      : `[${quoted(step)}]`;
  if (from instanceof Map) {
    if (step % 2 === 0) return `.keys()[${step / 2}]`;
    const key: unknown = [...from.keys()][(step - 1) / 2];
    return typeof key === "string" ? `.get(${quoted(key)})` : `.values()[${(step - 1) / 2}]`;
  }
  return from instanceof Set ? `.values()[${step}]` : `[${step}]`;
};

/** Names come from data: what could forge or hide a part of the message is shown escaped. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > maxName ? `${name.slice(0, maxName)}…` : name).replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (c) => `\\u${c.codePointAt(0)?.toString(16).padStart(4, "0")}`,
  );
