import type { ModelPart } from "../parts.js";
import { pickOne, type Pick } from "../random.js";
import { selectLists, spliced } from "../sql-tokens.js";

/** Another value of the same type, by the name of a column of the base models; `?` stands for its expression. */
const others: Readonly<Record<string, string>> = {
  id: "9 - ?",
  k: "mod(? * 2, 5)",
  x: "6 - ?",
  y: "7 - ?",
  z: "8 - ?",
  v: "9 - ?",
  w: "9 - ?",
  t: "case when ? = 'p' then 'q' else 'p' end",
  u: "reverse(?)",
  d: "? + 30",
  ts: "? + interval 7 hour",
  l: "list_reverse(?)",
  s: "case when id > 2 then ? end",
  m: "map {'a': ?['b'], 'b': ?['a']}",
};

/** The model with other values in one of its columns: others of the same type, or none at all. */
export function withOtherValues(
  model: ModelPart,
  column: string,
  values: "other" | "null",
): ModelPart | undefined {
  const list = selectLists(model.sql)[0];
  const item = list?.items.find(({ name }) => name === column);
  const other = values === "null" ? "case when 1 = 0 then ? end" : others[column];
  if (item === undefined || other === undefined) return undefined;
  const value = other.replaceAll("?", `(${item.expression})`);
  return { ...model, sql: spliced(model.sql, item, `${value} as ${column}`) };
}

/** Columns of a model whose values can be others. */
export function columnsWithValues({ sql }: ModelPart): readonly string[] {
  const names = selectLists(sql)[0]?.items.flatMap(({ name }) => name ?? []) ?? [];
  return names.filter((name) => name in others);
}

/** Edits of base models, which all groups read, by name. */
export const valueMutators: Readonly<
  Record<string, (model: ModelPart, pick: Pick) => ModelPart | undefined>
> = {
  "values of a column": (model, pick) => {
    if (model.group !== "base") return undefined;
    const column = pickOne(columnsWithValues(model), pick);
    return column === undefined ? undefined : withOtherValues(model, column, "other");
  },
};
