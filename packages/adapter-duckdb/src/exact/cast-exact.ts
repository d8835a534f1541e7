import { parseDuckType, type DuckType } from "../duck-type.js";
import { exactList, exactMap, exactStruct } from "./nested.js";
import { matches } from "./number-text.js";
import { exactDecimal, exactFloat, exactInteger, isFloat } from "./numbers.js";
import { exactDate, exactInterval, exactTime, exactTimestamp } from "./times.js";
import { typeSql, withLists } from "./type-sql.js";

/**
 * An expression that gives the value of `type` where `text` is exactly one, and null otherwise. The text is repeated in
 * it: give a column or a literal.
 */
export function castExact(text: string, type: string): string {
  const parsed = parseDuckType(type);
  if (parsed === undefined) return unchanged(text, type);
  const exact = castParsed(text, parsed, 0);
  const sql = typeSql(parsed);
  return typeSql(withLists(parsed)) === sql ? exact : `cast(${exact} as ${sql})`;
}

const castParsed = (text: string, type: DuckType, depth: number): string => {
  const nested = { type, sql: typeSql(withLists(type)), depth, cast: castParsed };
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
      return exactScalar(text, type, nested.sql);
  }
};

const uuidForm =
  "\\{?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\\}?";

function exactScalar(text: string, type: DuckType, sql: string): string {
  const { name } = type;
  if (/INT(EGER)?$|^BIGNUM$/.test(name)) return exactInteger(text, sql);
  if (isFloat(name)) return exactFloat(text, sql, name);
  if (name.startsWith("TIMESTAMP")) return exactTimestamp(text, sql, name);
  if (name.startsWith("TIME")) return exactTime(text, sql, name);
  switch (name) {
    case "DECIMAL":
      return exactDecimal(text, sql, type.sizes[1] ?? 0);
    case "DATE":
      return exactDate(text, sql);
    case "INTERVAL":
      return exactInterval(text, sql);
    case "UUID":
      return `case when ${matches(text, uuidForm)} then try_cast(${text} as uuid) end`;
    // The engine takes one spelling of each of these values, or several that mean the same.
    case "VARCHAR":
    case "BOOLEAN":
    case "BLOB":
    case "ENUM":
    case "JSON":
      return `try_cast(${text} as ${sql})`;
    default:
      return unchanged(text, sql);
  }
}

/** The value where it is written back as the same text. */
function unchanged(text: string, type: string): string {
  const value = `try_cast(${text} as ${type})`;
  return `case when cast(${value} as varchar) = ${text} then ${value} end`;
}

/** A text in a union is the member that is text; without such a member nothing says which one it is. */
function exactUnion(text: string, type: DuckType, sql: string): string {
  const member = type.children.find((child) => child.type.name === "VARCHAR");
  return member === undefined ? `cast(null as ${sql})` : `cast(cast(${text} as varchar) as ${sql})`;
}
