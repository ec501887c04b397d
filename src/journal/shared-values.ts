/** So many are looked for; a value that is not found again in time is kept twice, which costs a place and nothing else. */
const mostSought = 4096;

/** Values by number, each kept once as long as it comes again soon: most executions share theirs with many others. */
export class SharedValues<Value extends string | object> {
  readonly #values: Value[] = [];
  readonly #numbers = new Map<Value, number>();
  #lastNumber = -1;

  /** The number of a value, from 0. */
  numberOf(value: Value): number {
    if (this.#values[this.#lastNumber] === value) return this.#lastNumber;
    return (this.#lastNumber = this.#numbers.get(value) ?? this.#add(value));
  }

  at(number: number): Value | undefined {
    return this.#values[number];
  }

  #add(value: Value): number {
    if (this.#numbers.size === mostSought) this.#numbers.clear();
    const number = this.#values.push(value) - 1;
    this.#numbers.set(value, number);
    return number;
  }
}
