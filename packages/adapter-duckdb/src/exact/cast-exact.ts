import { parseDuckType, type DuckType } from "../duck-type.js";
import { exactList, exactMap, exactStruct, type CastText } from "./nested.js";
import { exactScalar, unchanged, type ScalarCast } from "./scalar.js";
import { typeSql, withLists } from "./type-sql.js";

/**
 * An expression that gives the value of `type` where `text` is exactly one, and null otherwise. The text is repeated in
 * it: give a column or a literal.
 */
export function castExact(text: string, type: string): string {
  const parsed = parseDuckType(type);
  return parsed === undefined
    ? unchanged(text, type)
    : withArrays(castText()(text, parsed, 0), parsed);
}

/** A value with lists in place of arrays as one of the type. */
export function withArrays(value: string, type: DuckType): string {
  const sql = typeSql(type);
  return typeSql(withLists(type)) === sql ? value : `cast(${value} as ${sql})`;
}

/** As {@link castExact}, with lists in place of arrays: the engine's `case` and `coalesce` give no arrays. */
export function castText(scalar: ScalarCast = exactScalar): CastText {
  const cast: CastText = (text, type, depth) => {
    const nested = { type, sql: typeSql(withLists(type)), depth, cast };
    switch (type.name) {
      case "LIST":
      case "ARRAY":
        return exactList(text, nested);
      case "MAP":
        return exactMap(text, nested);
      case "STRUCT":
        return exactStruct(text, nested);
      case "UNION":
        return exactUnion(text, type, nested.sql);
      default:
        return scalar(text, type, nested.sql);
    }
  };
  return cast;
}

/** A text in a union is the member that is text; without such a member nothing says which one it is. */
function exactUnion(text: string, type: DuckType, sql: string): string {
  const member = type.children.find((child) => child.type.name === "VARCHAR");
  return member === undefined ? `cast(null as ${sql})` : `cast(cast(${text} as varchar) as ${sql})`;
}
