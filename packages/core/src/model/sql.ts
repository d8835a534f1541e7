import type { SqlValue } from "../warehouse/values.js";
import { SluiceError } from "../base/errors/sluice-error.js";

/** A relation named in a fragment: full name of a model, seed or source. */
export interface SqlRef {
  readonly $sql: "ref";
  readonly name: string;
}

/** A `$name` parameter: a project variable or a run parameter. */
export interface SqlParameter {
  readonly $sql: "parameter";
  readonly name: string;
}

/** An identifier, quoted by the dialect. */
export interface SqlIdentifier {
  readonly $sql: "identifier";
  readonly parts: readonly string[];
}

/** A piece of SQL made by the {@link sql} tag: data, rendered when the dialect is known. */
export interface SqlFragment {
  readonly $sql: "fragment";
  readonly strings: readonly string[];
  readonly values: readonly SqlPart[];
}

/** What may stand in a `${...}` of {@link sql}: other SQL is spliced, plain values become literals. */
export type SqlPart = SqlFragment | SqlRef | SqlParameter | SqlIdentifier | SqlValue;

function tag(strings: TemplateStringsArray, ...values: readonly SqlPart[]): SqlFragment {
  // What the types refuse still comes from plain JavaScript.
  for (const [index, value] of (values as readonly unknown[]).entries()) {
    if (value === undefined || typeof value === "function" || typeof value === "symbol") {
      throw new SluiceError({
        code: "MODEL.INVALID",
        message: `Value ${String(index + 1)} of an sql template is ${value === undefined ? "undefined" : "not a value"}.`,
        hints: ["Pass a value, a ref, a parameter, or another sql`...` fragment."],
      });
    }
  }
  return { $sql: "fragment", strings: strings.raw.map(unescape), values };
}

/** Raw template text, so that `\d` in a pattern stays; only an escaped backtick or `${` is undone. */
function unescape(raw: string): string {
  return raw.replaceAll("\\`", "`").replaceAll("\\${", "${");
}

/**
 * Builds SQL text from a template. Refs, parameters, identifiers and other fragments are spliced in; every other
 * value becomes a literal of the target's dialect, never text pasted into SQL.
 * @example
 * const recent = (days: number) => sql`order_date >= $now - to_days(${days})`;
 */
export const sql = Object.assign(tag, {
  /** `$name`: a project variable or run parameter; an unknown one is an error when the project is resolved. */
  param: (name: string): SqlParameter => ({ $sql: "parameter", name }),
  /** A quoted identifier of one or several parts. */
  identifier: (...parts: readonly string[]): SqlIdentifier => ({ $sql: "identifier", parts }),
  /** Joins fragments. @default separator ", " */
  join: (parts: readonly SqlPart[], separator = ", "): SqlFragment => ({
    $sql: "fragment",
    strings: ["", ...parts.slice(1).map(() => separator), ""].slice(0, parts.length + 1),
    values: parts,
  }),
});

/** True for values made by {@link sql}. */
export function isSqlPart(
  value: unknown,
): value is SqlFragment | SqlRef | SqlParameter | SqlIdentifier {
  return typeof value === "object" && value !== null && "$sql" in value;
}
