/** Reads what a `ByteWriter` wrote; throws for bytes that none wrote. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new RangeError("it ends too early");
    return value;
  }

  count(): number {
    let value = this.byte();
    if (value < 128) return value;
    value &= 127;
    for (let scale = 128; ; scale *= 128) {
      const next = this.byte();
      value += (next & 127) * scale;
      if (!Number.isSafeInteger(value)) throw new RangeError("it has a number that is too large");
      if (next < 128) return value;
    }
  }

  difference(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  double(): number {
    const value = this.#take(8).readDoubleLE();
    if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`${value} is no duration`);
    return value;
  }

  text(): string {
    return this.#take(this.count()).toString("utf8");
  }

  bytes(): Uint8Array {
    return this.#take(this.count());
  }

  /** So many bytes, as hexadecimal digits. */
  hex(length: number): string {
    return this.#take(length).toString("hex");
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("it ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
