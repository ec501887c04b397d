/** A small frame of the kind PETsARD's defects were reproduced with. */
export const people = [
  { id: 1, age: 41, income: 5200, city: "b" },
  { id: 2, age: 29, income: 4100, city: "c" },
  { id: 3, age: 35, income: 3900, city: "b" },
  { id: 4, age: 58, income: 7000, city: "c" },
] as const;

export type Person = (typeof people)[number];

/** Scaled to floats, and the city one-hot: a column goes, two come, three change their type. */
export const oneHot = (rows: readonly Person[]) =>
  rows.map(({ id, age, income, city }) => ({
    id: id / 8,
    age: age / 100,
    income: income / 1e4,
    city_b: city === "b" ? 0.5 : -0.5,
    city_c: city === "c" ? 0.5 : -0.5,
  }));
