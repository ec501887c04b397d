import { expect, test } from "vitest";

import { workers } from "../../src/engine/index.ts";
import { secret } from "../../src/index.ts";
import { withoutTime } from "../executor/normalise.ts";
import { deedsExecutor } from "./run-deeds.ts";

const token = "hf_x7Qm2v9LkT";

test("a module in a worker thread is given secrets, and no record of it holds one, not even a part", async () => {
  const records = async (engine: ReturnType<typeof workers> | undefined): Promise<unknown> => {
    const params = { do: "secretIn", secret: secret(token) };
    const executor = deedsExecutor({ says: params, fails: { ...params, fails: true } }, engine && { engine });
    await executor.run();
    const told = JSON.stringify(executor.status.records);
    expect(told).not.toContain(token.slice(0, 4));
    expect(told).toContain("[secret]");
    expect(executor.status.getExecutionResult("Loader[all]_Deed[says]").data).toEqual([
      { shown: '"<redacted>"', letters: token.length },
    ]);
    return withoutTime(executor.status.records);
  };
  expect(await records(workers(1))).toEqual(await records(undefined));
});
