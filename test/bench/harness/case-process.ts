import { type ChildProcess, fork } from "node:child_process";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

import type { BenchCase } from "./bench-case.ts";
import type { Answer, Order } from "./case-main.ts";

/** A case with the process it is measured in, which keeps its compiled code from round to round. */
export class CaseProcess {
  readonly name: string;
  readonly benchCase: BenchCase;
  readonly rounds: Answer[] = [];
  readonly #child: ChildProcess;

  private constructor(path: string, benchCase: BenchCase) {
    this.name = basename(path, ".ts");
    this.benchCase = benchCase;
    this.#child = fork(join(import.meta.dirname, "case-main.ts"), [path], { execArgv: ["--expose-gc"] });
  }

  static async start(path: string): Promise<CaseProcess> {
    const { default: benchCase } = (await import(pathToFileURL(path).href)) as { readonly default: BenchCase };
    const started = new CaseProcess(path, benchCase);
    await started.#ask("prepare");
    return started;
  }

  async measureRound(): Promise<void> {
    this.rounds.push(await this.#ask("round"));
  }

  stop(): void {
    this.#child.disconnect();
  }

  #ask(order: Order): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const died = (code: number | null): void => reject(new Error(`${this.name} ended with ${String(code)}`));
      this.#child.once("exit", died);
      this.#child.once("message", (answer: Answer) => {
        this.#child.off("exit", died);
        resolve(answer);
      });
      this.#child.send(order);
    });
  }
}
