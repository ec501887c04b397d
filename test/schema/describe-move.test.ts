import { expect, test } from "vitest";

import { describeChange } from "../../src/inspector/view/describe-change.ts";
import { diffSchemas, describeSchema } from "../../src/index.ts";
import { describeMove } from "../../src/schema/describe-move.ts";

test("a field that moved past others to the number it had is not said to stay", () => {
  const before = describeSchema([{ id: 1, text: "a", answer: "b", prompt: "c" }]);
  const after = describeSchema([{ id: 1, prompt: "c", answer: "b" }]);
  const moved = diffSchemas(before, after)?.changes.find(({ type }) => type === "UPDATE");
  expect(moved).toMatchObject({ before: { position: 2 }, after: { position: 2 }, aspects: ["position"] });
  expect(moved && describeChange(moved)).toBe("moved past others, position 2");
});

test("any other move is told by both numbers", () => {
  expect(describeMove(0, 3)).toBe("position 0 → 3");
});
