import type { DatabaseSync, StatementSync } from "node:sqlite";

/** The most rows of one statement; what is written at once is rarely more. */
const mostRows = 8;

/**
 * Inserts into one table that take several rows a statement: a batch of records is two to three of them, and a
 * statement for each costs a twentieth of what keeping a run does.
 */
export class RowInserts {
  readonly #database: DatabaseSync;
  readonly #table: string;
  readonly #columns: readonly string[];
  /** By number of rows. */
  readonly #statements = new Map<number, StatementSync>();

  constructor(database: DatabaseSync, table: string, columns: readonly string[]) {
    this.#database = database;
    this.#table = table;
    this.#columns = columns;
  }

  /** Inserts rows, their values one after the other. */
  run(values: readonly (string | number | Uint8Array)[]): void {
    const width = this.#columns.length;
    const rows = values.length / width;
    if (rows <= mostRows) this.#statement(rows).run(...values);
    else
      for (let from = 0; from < values.length; from += mostRows * width) {
        const some = values.slice(from, from + mostRows * width);
        this.#statement(some.length / width).run(...some);
      }
  }

  #statement(rows: number): StatementSync {
    const known = this.#statements.get(rows);
    if (known !== undefined) return known;
    const row = `(${this.#columns.map(() => "?").join(", ")})`;
    const made = this.#database.prepare(
      `INSERT INTO ${this.#table} (${this.#columns.join(", ")}) VALUES ${Array.from({ length: rows }, () => row).join(", ")}`,
    );
    this.#statements.set(rows, made);
    return made;
  }
}
