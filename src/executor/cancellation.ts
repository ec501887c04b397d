/** Why a run was told to end before its time. */
export type CancelReason = "cancelled" | "interrupted";

/** What ended the run, as whoever asked for it said. */
export interface CancelRequest {
  readonly reason: CancelReason;
  /** The `reason` of the abort signal, or words on what happened. */
  readonly cause: unknown;
}

/** The one-way switch that ends a run early; the first request counts. */
export class Cancellation {
  #request: CancelRequest | undefined;
  readonly #listeners = new Set<(request: CancelRequest) => void>();

  get request(): CancelRequest | undefined {
    return this.#request;
  }

  cancel(request: CancelRequest): void {
    if (this.#request !== undefined) return;
    this.#request = request;
    for (const listener of this.#listeners) listener(request);
    this.#listeners.clear();
  }

  /** Calls `listener` when the run is cancelled, at once if it was; the returned function takes it back. */
  onCancel(listener: (request: CancelRequest) => void): () => void {
    if (this.#request !== undefined) {
      listener(this.#request);
      return () => undefined;
    }
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Cancels when `signal` aborts; the returned function stops listening. */
  follow(signal: AbortSignal): () => void {
    const abort = (): void => this.cancel({ reason: "cancelled", cause: signal.reason });
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    return () => signal.removeEventListener("abort", abort);
  }
}
