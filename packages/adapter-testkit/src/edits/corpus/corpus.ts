import { joins } from "./joins.js";
import { names } from "./names.js";
import { sets } from "./sets.js";
import { values } from "./values.js";
import { windows } from "./windows.js";

/**
 * Queries over the models `base.a`, `base.b`, `base.c` and `base.n`, by name. Each has a column `id` and a column `v`,
 * and a result that its inputs determine.
 */
export const corpus: Readonly<Record<string, string>> = {
  ...joins,
  ...windows,
  ...sets,
  ...values,
  ...names,
};
