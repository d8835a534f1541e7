import type { Expression, OrderItem } from "@sluice/core/adapter";
import { Fields, unreadable } from "./fields.js";
import { readOrders } from "./read-orders.js";
import type { Readers } from "./readers.js";

/** A function, an aggregate, or an operator such as `+`. */
export function readCall(fields: Fields, readers: Readers): Expression {
  const type = fields.text("type");
  if (type !== "FUNCTION") unreadable(`${type} is not understood`);
  return {
    kind: "call",
    ...readName(fields),
    operator: fields.flag("is_operator"),
    arguments: fields.list("children").map(readers.expression),
    distinct: fields.flag("distinct"),
    filter: fields.map("filter", readers.expression),
    order: fields.map("order_bys", (json) => readModifier(json, readers)) ?? [],
  };
}

function readName(fields: Fields): { readonly name: string; readonly schema: readonly string[] } {
  const name = fields.text("function_name").toLowerCase();
  if (name === "") unreadable("a function has no name");
  const schema = [fields.text("catalog"), fields.text("schema")];
  return { name, schema: schema.filter((part) => part !== "").map((part) => part.toLowerCase()) };
}

function readModifier(json: unknown, readers: Readers): readonly OrderItem[] {
  const fields = new Fields(json);
  fields.take("type");
  const items = readOrders(fields.list("orders"), readers);
  fields.done();
  return items;
}

/** A call with `over`. `lag(x, 1, 0)` has its further arguments in fields of their own. */
export function readWindow(fields: Fields, readers: Readers): Expression {
  const { expression } = readers;
  const type = fields.text("type").toLowerCase();
  const { name, schema } = readName(fields);
  const more = ["offset_expr", "default_expr"].map((field) => fields.map(field, expression));
  const written = fields.list("children").map(expression);
  const filter = fields.map("filter_expr", expression);
  const frame = ["start", "end", "exclude_clause"].map((field) => fields.text(field).toLowerCase());
  return {
    kind: "window",
    name,
    schema,
    arguments: [...written, ...more.filter((argument) => argument !== undefined)],
    distinct: fields.flag("distinct"),
    ignoreNulls: fields.flag("ignore_nulls"),
    filter,
    argumentOrder: readOrders(fields.list("arg_orders"), readers),
    partitions: fields.list("partitions").map(expression),
    order: readOrders(fields.list("orders"), readers),
    frame: [type, ...frame],
    bounds: ["start_expr", "end_expr"].map((field) => fields.map(field, expression)),
  };
}
