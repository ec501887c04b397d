/** The bytes of a batch as they are written, in a buffer that is used again for the next one. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(4_096);
  #length = 0;

  /** Begins anew: what was written before is not good any more. */
  reset(): void {
    this.#length = 0;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 − 1, seven bits a byte, lowest first. */
  count(value: number): void {
    if (this.#length + mostCountBytes > this.#bytes.length) this.#grow(mostCountBytes);
    let rest = value;
    // Bitwise operators know 32 bits only.
    while (rest > 0x7f_ff_ff_ff) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of at most 52 bits and a sign: small ones are short, whatever their sign. */
  difference(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }

  double(value: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#grow(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** Well-formed text, its length in bytes before it. */
  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.count(length);
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    this.#length += this.#bytes.write(value, this.#length);
  }

  /** The bytes that an even number of hexadecimal digits stands for; the reader knows how many. */
  hex(digits: string): void {
    const length = digits.length / 2;
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    this.#length += this.#bytes.write(digits, this.#length, "hex");
  }

  /** Bytes, their number before them. */
  bytes(value: Uint8Array): void {
    this.count(value.length);
    if (this.#length + value.length > this.#bytes.length) this.#grow(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** What was written, in the buffer itself: good until the next is begun. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(more: number): void {
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length + more);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** 53 bits, seven at a time. */
const mostCountBytes = 8;
