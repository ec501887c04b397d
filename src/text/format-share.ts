/** A share in percent; what is there but would round to nothing is said to be less: `84 %`, `< 1 %`. */
export const formatShare = (share: number): string =>
  share > 0 && share < 0.005 ? "< 1 %" : `${Math.round(share * 100)} %`;
