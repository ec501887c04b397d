import { randomBytes } from "node:crypto";

import { isSame } from "./request-guard.ts";

/** Tokens that open the page once each: a link in a terminal's history, or in a log, opens nothing any more. */
export class LaunchLinks {
  readonly #open = new Set<string>();

  /** A new token. */
  make(): string {
    const token = randomBytes(24).toString("base64url");
    this.#open.add(token);
    return token;
  }

  /** Whether the token opens the page; it does so once. */
  use(given: string): boolean {
    for (const token of this.#open) if (isSame(given, token)) return this.#open.delete(token);
    return false;
  }
}
