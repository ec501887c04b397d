/** docs/machines.md says what the machines do. */
import { expect, test } from "vitest";

import { lifecycleStates, moduleTransitions } from "../../machines/index.ts";
import { tableBelow } from "./table.ts";
import { read } from "./repository.ts";

const guide = read("docs/machines.md");

test("the transition table is the machine's", () => {
  const transitions = lifecycleStates.flatMap((state) =>
    Array.from(moduleTransitions[state], ([event, next]) => [state, event, next].map((name) => `\`${name}\``)),
  );
  expect(tableBelow(guide, "The lifecycle")).toEqual(transitions);
});

test("every event is listed with what it carries", () => {
  const events = Array.from(
    read("machines/events.ts").matchAll(/Timed (?:& )?\{\s+readonly type: "(?<type>[\w.]+)";?(?<more>[^}]*)\}/gu),
    ({ groups }) => ({
      type: groups?.["type"],
      carries: Array.from(groups?.["more"]?.matchAll(/readonly (\w+)\??:/gu) ?? [], ([, name]) => name),
    }),
  );
  const listed = tableBelow(guide, "Events").map(([type = "", , carries = ""]) => ({
    type: type.replaceAll("`", ""),
    carries: Array.from(carries.replace(/:.*/u, "").matchAll(/`(\w+)`/gu), ([, name]) => name),
  }));
  const byType = (a: { type?: string | undefined }, b: { type?: string | undefined }): number =>
    (a.type ?? "").localeCompare(b.type ?? "");
  expect(events).toHaveLength(11);
  expect(listed.toSorted(byType)).toEqual(events.toSorted(byType));
});
