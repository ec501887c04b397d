import type { Field, FieldStats, Json } from "./schema.ts";

/** What an attribute of a field or schema can hold. */
export type AttributeValue = Json | readonly Field[] | FieldStats;

/** One changed attribute. An absent `before` or `after` means that the attribute was, or became, absent. */
export interface AttributeEdit<Attribute extends string = string> {
  readonly attribute: Attribute;
  readonly before?: AttributeValue;
  readonly after?: AttributeValue;
}

/** The edit from one value of an attribute to another, `undefined` being absent; JSON has no word for that but silence. */
export const attributeEdit = <Attribute extends string>(
  attribute: Attribute,
  before: AttributeValue | undefined,
  after: AttributeValue | undefined,
): AttributeEdit<Attribute> => ({
  attribute,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
