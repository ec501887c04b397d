import { countOf } from "../../text/format-count.ts";
import type { Law } from "./law.ts";
import type { AskedLaw, UnaskedLaw } from "./never-asked.ts";

/** Counts, over all runs of a check, what its own laws met and what they were asked about. */
export class LawTally {
  readonly #met = new Map<Law, number>();
  readonly #asked = new Map<Law, number>();
  readonly #laws: readonly Law[];

  constructor(laws: readonly Law[]) {
    this.#laws = laws;
  }

  /** Counts one execution or experiment that a law is about; its precondition says whether it was asked. */
  count(law: Law, asked: boolean): void {
    this.#met.set(law, (this.#met.get(law) ?? 0) + 1);
    if (asked) this.#asked.set(law, (this.#asked.get(law) ?? 0) + 1);
  }

  get asked(): readonly AskedLaw[] {
    return this.#laws.map((law) => ({ claim: law.claim, asked: this.#asked.get(law) ?? 0 }));
  }

  get unasked(): readonly UnaskedLaw[] {
    return this.#laws
      .filter((law) => !this.#asked.has(law))
      .map((law) => ({ claim: law.claim, why: whyNot(law, this.#met.get(law) ?? 0) }));
  }
}

const whyNot = (law: Law, met: number): string => {
  const about = law.kind === "path" ? "experiment" : "execution";
  if (met > 0) return `its precondition held for none of ${countOf(met, about)}`;
  const of = law.kind === "path" || law.moduleName === undefined ? "" : ` of ${law.moduleName}`;
  return `no ${about}${of} completed with data that no fault had changed`;
};
