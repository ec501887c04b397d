/** Why a run was told to end before its time. */
export type CancelReason = "cancelled" | "interrupted";

/** What ended it, as whoever asked for it said. */
export interface CancelRequest<Reason extends string = CancelReason> {
  readonly reason: Reason;
  /** The `reason` of the abort signal, or words on what happened. */
  readonly cause: unknown;
}

/** A switch as those see it who end when it is thrown. */
export interface Cancellable<Reason extends string = CancelReason> {
  readonly request: CancelRequest<Reason> | undefined;
  /** Calls `listener` when it is cancelled, at once if it was; the returned function takes it back. */
  onCancel(listener: (request: CancelRequest<Reason>) => void): () => void;
}

/** The one-way switch that ends a run, or one attempt of an execution, early; the first request counts. */
export class Cancellation<Reason extends string = CancelReason> implements Cancellable<Reason> {
  #request: CancelRequest<Reason> | undefined;
  readonly #listeners = new Set<(request: CancelRequest<Reason>) => void>();

  get request(): CancelRequest<Reason> | undefined {
    return this.#request;
  }

  cancel(request: CancelRequest<Reason>): void {
    if (this.#request !== undefined) return;
    this.#request = request;
    for (const listener of this.#listeners) listener(request);
    this.#listeners.clear();
  }

  /** Calls `listener` when the run is cancelled, at once if it was; the returned function takes it back. */
  onCancel(listener: (request: CancelRequest<Reason>) => void): () => void {
    if (this.#request !== undefined) {
      listener(this.#request);
      return () => undefined;
    }
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Cancels for `reason` when `signal` aborts; the returned function stops listening. */
  follow(signal: AbortSignal, reason: Reason): () => void {
    const abort = (): void => this.cancel({ reason, cause: signal.reason });
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    return () => signal.removeEventListener("abort", abort);
  }
}
