import type { MessagePort } from "node:worker_threads";

import type { Told } from "../executor/execution-scope.ts";
import type { Schema } from "../schema/schema.ts";
import type { Repetition } from "../workflow/module.ts";
import type { PackedValue } from "./packed-value.ts";
import type { ThrownValue } from "./thrown-value.ts";

/** What a thread is started with. */
export interface ThreadStart {
  /** The texts that the thread must not tell. */
  readonly secrets: readonly string[];
  /** On which it asks for results, and waits for them. */
  readonly line: MessagePort;
  /** Rung when an answer is on the line. */
  readonly bell: SharedArrayBuffer;
}

/** Data with its schema, on the way. */
export interface PackedTracked {
  readonly data: PackedValue;
  readonly schema: Schema | null;
}

/** One execution of a module, as a thread is asked for it. */
export interface RunMessage {
  readonly type: "run";
  /** Tells apart the executions that a thread carries out one after the other. */
  readonly job: number;
  readonly file: string;
  readonly params: PackedValue;
  readonly input: PackedTracked;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly experimentKey: string;
  readonly attempt: number;
  readonly repeat: Repetition | undefined;
}

/** What a thread is sent. */
export type ThreadRequest = RunMessage | { readonly type: "abort"; readonly job: number; readonly cause: ThrownValue };

/** A hint or a step is told when it is known: of a module that loops for ever, nothing could be asked later. */
export type ToldMessage = Exclude<Told, { readonly hints: unknown }> | { readonly packedHints: PackedValue };

/** What a thread says. */
export type ThreadReport = { readonly type: "ready" } | JobReport;

/** What it says about an execution. */
export type JobReport = { readonly job: number } & (
  | { readonly type: "told"; readonly told: ToldMessage }
  /** Nothing is left in the thread that could wake the module. */
  | { readonly type: "idle" }
  | { readonly type: "completed"; readonly result: "input" | PackedTracked }
  | { readonly type: "failed"; readonly thrown: ThrownValue }
);

/** A question on the line: the result of an earlier module. */
export interface UpstreamQuestion {
  readonly job: number;
  readonly moduleName: string;
}

/** The answer. */
export type UpstreamAnswer = { readonly found: PackedTracked } | { readonly thrown: ThrownValue };
