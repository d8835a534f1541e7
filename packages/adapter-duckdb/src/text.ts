import { SluiceError, type RelationRef } from "@sluice/core/adapter";

/** Quotes an identifier; raises `ADAPTER.VALUE` for a text DuckDB cannot hold as a name. */
export function quoteIdentifier(name: string): string {
  if (name === "" || name.includes("\0") || !isWellFormed(name)) {
    throw new SluiceError({
      code: "ADAPTER.VALUE",
      message: `${JSON.stringify(name)} cannot be a name in DuckDB.`,
      hints: ["A name has at least one character, no NUL and no unpaired surrogate."],
    });
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** The quoted name of a relation. */
export function relation({ catalog, schema, name }: RelationRef): string {
  const parts = catalog === undefined ? [schema, name] : [catalog, schema, name];
  return parts.map(quoteIdentifier).join(".");
}

/**
 * A text literal. NUL cannot stand in SQL text, so it is spelled `chr(0)`; an unpaired surrogate has no
 * UTF-8 form and is refused with `ADAPTER.VALUE`.
 */
export function quoteText(text: string): string {
  if (!isWellFormed(text)) {
    throw new SluiceError({
      code: "ADAPTER.VALUE",
      message: `The text ${JSON.stringify(text)} holds an unpaired surrogate and cannot be stored.`,
    });
  }
  if (!text.includes("\0")) return quoted(text);
  return `concat(${text.split("\0").map(quoted).join(", chr(0), ")})`;
}

/** True when the text has no unpaired surrogate, so that it has a UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
