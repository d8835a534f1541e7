import type { Expression } from "../tree/nodes.js";
import type { FormScope } from "./form-scope.js";
import { normalForm, type Form } from "./normal-form.js";
import type { SelectItem } from "./select-items.js";

/** An item of a `group by`, `order by` or `distinct on`, in which a number stands for a column of the select list. */
export function formOfPosition(
  item: Expression,
  items: readonly SelectItem[],
  scope: FormScope,
): Form {
  if (item.kind !== "literal") return normalForm(item, scope);
  const number = Number(item.value);
  // Behind columns that are not known nobody can count: the number stays, among the same columns.
  if (items.slice(0, number).some(({ origin }) => origin === "unknown"))
    return { position: number, of: items.map(({ form }) => form) };
  const column = items[number - 1];
  return column === undefined ? normalForm(item, scope) : { position: column.form };
}
