/** What an adapter gives: a peer that is ready to carry out paths of seven modules. */
export interface OpenPeer {
  /** Carries out so many paths, one after another, each with all of its modules, and keeps what it records until the end. */
  readonly run: (paths: number) => Promise<void>;
  /** Throws unless what the last call of `run` did is on record as the list of cases says. */
  readonly check?: (paths: number) => void | Promise<void>;
  readonly close?: () => void | Promise<void>;
}

/** A module of `adapters/`: how each of its cases is made ready. */
export interface Adapter {
  readonly cases: Readonly<Record<string, () => OpenPeer | Promise<OpenPeer>>>;
}

/** A peer that this machine cannot run, which is no failure of the peer: the table says why. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}
