import type { Schema } from "../schema/schema.ts";
import type { Tracked } from "../workflow/module.ts";

interface Page {
  readonly data: unknown[];
  /** Undefined where there is no result. */
  readonly schemas: (Schema | null | undefined)[];
}

const pageLength = 1024;

/** Results by the number of their execution, in pages: 16 bytes each, where a map of objects takes 90. */
export class TrackedPages {
  readonly #pages = new Map<number, Page>();

  set(execution: number, data: unknown, schema: Schema | null): void {
    const number = Math.floor(execution / pageLength);
    let page = this.#pages.get(number);
    if (page === undefined) this.#pages.set(number, (page = { data: [], schemas: [] }));
    page.data[execution % pageLength] = data;
    page.schemas[execution % pageLength] = schema;
  }

  /** A frozen object of what is kept, made for whoever asks. */
  get(execution: number): Tracked<unknown> | undefined {
    const page = this.#pages.get(Math.floor(execution / pageLength));
    const schema = page?.schemas[execution % pageLength];
    if (page === undefined || schema === undefined) return undefined;
    return Object.freeze({ data: page.data[execution % pageLength], schema });
  }

  delete(execution: number): void {
    const page = this.#pages.get(Math.floor(execution / pageLength));
    if (page === undefined) return;
    page.data[execution % pageLength] = undefined;
    page.schemas[execution % pageLength] = undefined;
  }
}
