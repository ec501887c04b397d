/** The last so many of what was pushed. */
export class Ring<Item> {
  readonly #items: Item[] = [];
  readonly #size: number;
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  push(item: Item): void {
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#size;
  }

  /** The last one first. */
  *latest(): Iterable<Item> {
    for (let back = 1; back <= this.#items.length; back++) {
      const item = this.#items[(this.#next - back + this.#items.length) % this.#items.length];
      if (item !== undefined) yield item;
    }
  }
}
