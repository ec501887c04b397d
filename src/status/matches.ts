/** Parts of an item to be equal to; one that is undefined is not asked for. */
export type ExactFilter<Item, Part extends keyof Item> = { readonly [P in Part]?: Item[P] | undefined };

/** Whether an item equals a filter in every given part. */
export const matches = <Item extends object>(item: Item, filter: ExactFilter<Item, keyof Item>): boolean => {
  for (const part in filter) if (filter[part] !== undefined && item[part] !== filter[part]) return false;
  return true;
};
