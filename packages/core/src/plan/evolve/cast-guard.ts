import type { Dialect } from "../../warehouse/dialect.js";
import type { Row } from "../../warehouse/values.js";
import { diagnostic } from "../../base/errors/sluice-error.js";
import { counted, countIn, type Guard } from "../../kinds/keyed/guard.js";
import { asText } from "../../kinds/keyed/row-sql.js";
import type { RetypedColumn } from "./compare-columns.js";

/** Casts of columns of a relation. */
export interface Casts {
  readonly casts: readonly RetypedColumn[];
  /** SQL text of the relation, to stand after `from`. */
  readonly from: string;
  readonly dialect: Dialect;
}

/**
 * A query that counts the values each cast would change: those that, cast to the new type and back, do not read the same
 * to the last character. It reads the relation once.
 */
export function castCounts({ casts, from, dialect }: Casts): {
  readonly sql: string;
  /** Counts in the row that the query gives, in the order of the casts. */
  readonly counts: (row: Row | undefined) => readonly number[];
} {
  const selected = casts.map(
    (cast, i) => `${dialect.countIf(changes(cast, dialect))} as _sluice_changed_${i}`,
  );
  return {
    sql: `select ${selected.join(", ")} from ${from}`,
    counts: (row) => casts.map((_, i) => countIn(row, `_sluice_changed_${i}`)),
  };
}

/** How a refusal of casts is worded. */
export interface CastRefusal {
  /** Subject of the message, with the types: `Casting the rows there are to the types of the query`. */
  readonly subject: string;
  readonly hints: readonly string[];
}

/** Refuses casts that would change a value; undefined where every cast keeps all values. */
export function castGuard(of: Casts, { subject, hints }: CastRefusal): Guard | undefined {
  const casts = of.casts.filter(({ from, to }) => !of.dialect.widens(from, to));
  if (casts.length === 0) return undefined;
  const { sql, counts } = castCounts({ ...of, casts });
  return {
    sql,
    finding: ([row]) => {
      const changed = counts(row).flatMap((n, i) => {
        const cast = casts[i];
        return n === 0 || !cast ? [] : [lossText(cast, n)];
      });
      if (changed.length === 0) return undefined;
      return diagnostic({
        code: "RUN.SCHEMA_CHANGED",
        message: `${subject} would change ${changed.join(" and ")}.`,
        hints,
      });
    },
  };
}

/** `2 values of `price` (DOUBLE to BIGINT)`; every value where the engine has no such cast. */
export function lossText({ name, from, to }: RetypedColumn, n: number): string {
  return `${Number.isFinite(n) ? counted(n, "value") : "every value"} of \`${name}\` (${from} to ${to})`;
}

function changes({ name, from, to }: RetypedColumn, dialect: Dialect): string {
  const column = dialect.quoteIdentifier(name);
  const back = dialect.tryCast(dialect.tryCast(column, to), from);
  return dialect.nullSafeDistinct(asText(back, dialect), asText(column, dialect));
}
