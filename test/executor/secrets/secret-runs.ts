/** What tests of secrets ask of a run: where it is kept, what its journal says, and what its params are known by. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { encodeRecord, type JournalRecord, type SecretOptions } from "../../../src/index.ts";
import { paramsFingerprints } from "../../../src/executor/params-fingerprints.ts";
import { findSecrets } from "../../../src/executor/run-secrets.ts";
import { decodeConfig } from "../../../src/workflow/config.ts";

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "runstate-secrets-"));
export const journalOf = (records: readonly JournalRecord[]): string => records.map(encodeRecord).join("\n");
export const fingerprintOf = (params: object, secrets: SecretOptions = {}): string | null | undefined => {
  const config = decodeConfig({ M: { e: params } });
  return paramsFingerprints(config, findSecrets(config, secrets))[0]?.[0];
};
