import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { mersenne } from "pure-rand/generator/mersenne";

/** A stream of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
  /** A whole number in [0, below). */
  readonly index: (below: number) => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/**
 * Mersenne Twister, because it scrambles its seed: seeds 1 and 2 give unrelated streams,
 * and this example numbers its repeats 1 and 2.
 */
export function randomFrom(seed: number): Random {
  const generator = mersenne(seed);
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    index: (below) => uniformInt(generator, 0, below - 1),
    // Box–Muller; 1 - u keeps the logarithm away from zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** The numbers 0 … size-1 in random order (Fisher–Yates). */
export function shuffledIndices(size: number, random: Random): readonly number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last -= 1) {
    const other = random.index(last + 1);
    const held = order[last] as number;
    order[last] = order[other] as number;
    order[other] = held;
  }
  return order;
}
