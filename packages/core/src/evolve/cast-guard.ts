import type { Dialect, RelationRef } from "../adapter/dialect.js";
import { diagnostic } from "../errors/sluice-error.js";
import { counted, countIn, type Guard } from "../keyed/guard.js";
import { asText } from "../keyed/row-sql.js";
import type { RetypedColumn } from "./compare-columns.js";

/**
 * Refuses casts that would change a value: one that, cast to the new type and back, does not read the same to the last
 * character. One query over the old table; undefined where nothing is cast.
 */
export function castGuard(
  casts: readonly RetypedColumn[],
  table: RelationRef,
  dialect: Dialect,
): Guard | undefined {
  if (casts.length === 0) return undefined;
  const counts = casts.map(
    (cast, i) => `${dialect.countIf(changes(cast, dialect))} as _sluice_changed_${i}`,
  );
  return {
    sql: `select ${counts.join(", ")} from ${dialect.relation(table)}`,
    finding: ([row]) => {
      const changed = casts.flatMap(({ name, from, to }, i) => {
        const n = countIn(row, `_sluice_changed_${i}`);
        return n === 0 ? [] : [`${counted(n, "value")} of \`${name}\` (${from} to ${to})`];
      });
      if (changed.length === 0) return undefined;
      return diagnostic({
        code: "RUN.SCHEMA_CHANGED",
        message: `Casting the rows there are to the types of the query would change ${changed.join(" and ")}.`,
        hints: [
          "Cast the column in the query to the type the table has, or set `on_schema_change: rebuild`.",
        ],
      });
    },
  };
}

function changes({ name, from, to }: RetypedColumn, dialect: Dialect): string {
  const column = dialect.quoteIdentifier(name);
  const back = dialect.tryCast(dialect.tryCast(column, to), from);
  return `${asText(back, dialect)} is distinct from ${asText(column, dialect)}`;
}
