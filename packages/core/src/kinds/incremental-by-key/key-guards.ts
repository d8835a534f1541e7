import { sameName } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import type { Row } from "../../warehouse/values.js";
import { diagnostic } from "../../base/errors/sluice-error.js";
import { counted, countIn, type Guard } from "../keyed/guard.js";
import { asText, columnList } from "../keyed/row-sql.js";

/** How many keys a message shows. */
const SAMPLE = 5;
const MASK = "***";

/** Rows that may hold a key more than once. */
export interface KeyedRows {
  /** SQL text of the rows, to stand after `from`. */
  readonly from: string;
  readonly key: readonly string[];
  readonly dialect: Dialect;
  /** Columns of personal data, whose values are not shown. */
  readonly pii?: readonly string[] | undefined;
}

/** How a refusal of double keys is worded. */
interface Wording {
  readonly message: (keys: string, sample: string) => string;
  readonly hints: readonly string[];
}

/** Refuses a query that gives several rows of one key where nothing says which of them wins. */
export function duplicateGuard(rows: KeyedRows): Guard {
  return severalRows(rows, {
    message: (keys, sample) => `The query gives several rows for ${keys}: ${sample}.`,
    hints: [
      "Give one row a key, or say which of them wins, such as `order: updated_at desc`.",
      "Nulls in a key are equal to nulls.",
    ],
  });
}

/** Refuses rows that are first of their key by `order` together with a different one. */
export function tiedGuard(rows: KeyedRows): Guard {
  return severalRows(rows, {
    message: (keys, sample) => `\`order\` leaves different rows first for ${keys}: ${sample}.`,
    hints: ["Add columns to `order` until one row of a key is first."],
  });
}

/** Refuses a table that holds several rows of one key, as it may when an edit that keeps its rows changes `key`. */
export function storedKeyGuard(rows: KeyedRows): Guard {
  return severalRows(rows, {
    message: (keys, sample) => `The table holds several rows for ${keys}: ${sample}.`,
    hints: ["Keep the `key` the table was built with, or build it anew without `forward_only`."],
  });
}

function severalRows(rows: KeyedRows, { message, hints }: Wording): Guard {
  const { from, key, dialect } = rows;
  const names = columnList(key, dialect);
  const shown = key.map(
    (name, i) => `${asText(dialect.quoteIdentifier(name), dialect)} as _sluice_key_${i}`,
  );
  return {
    sql: `select ${shown.join(", ")}, count(*) as _sluice_rows, count(*) over () as _sluice_keys
from ${from}
group by ${names}
having count(*) > 1
order by _sluice_rows desc, ${shown.map((_, i) => `_sluice_key_${i}`).join(", ")}
limit ${SAMPLE}`,
    finding: (found) => {
      const keys = countIn(found[0], "_sluice_keys");
      if (keys === 0) return undefined;
      const more = keys > found.length ? `, and ${keys - found.length} more` : "";
      const sample = found.map((row) => keyText(row, rows)).join("; ") + more;
      return diagnostic({
        code: "RUN.KEY_DUPLICATE",
        message: message(counted(keys, "key"), sample),
        hints,
      });
    },
  };
}

/** `id = 7, region = null (3 rows)`. */
function keyText(row: Row, { key, pii = [] }: KeyedRows): string {
  const parts = key.map((name, i) => {
    const value = row[`_sluice_key_${i}`];
    const isHidden = pii.some((column) => sameName(column, name));
    return `${name} = ${typeof value === "string" ? (isHidden ? MASK : value) : "null"}`;
  });
  return `${parts.join(", ")} (${counted(countIn(row, "_sluice_rows"), "row")})`;
}
