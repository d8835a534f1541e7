import type { OrderItem } from "@sluice/core/adapter";
import { Fields } from "./fields.js";
import type { Readers } from "./readers.js";

/** Items of an `order by`. */
export function readOrders(
  list: readonly unknown[],
  { expression }: Readers,
): readonly OrderItem[] {
  return list.map((json) => {
    const fields = new Fields(json);
    const item = {
      value: expression(fields.take("expression")),
      direction: fields.text("type").toLowerCase(),
      nulls: fields.text("null_order").toLowerCase(),
    };
    fields.done();
    return item;
  });
}
