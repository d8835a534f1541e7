import type { DuckDBConnection, DuckDBType } from "@duckdb/node-api";
import { typeIds as id } from "./type-ids.js";

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const noKeywords: ReadonlySet<string> = new Set();

/**
 * The canonical text of a type, as `duckdb_columns()` and `DESCRIBE` write it. The type of a bare `null`
 * becomes INTEGER, which is what a create-as-select stores. Field names that are `keywords` are quoted.
 */
export function typeText(type: DuckDBType, keywords: ReadonlySet<string> = noKeywords): string {
  const text = (inner: DuckDBType) => typeText(inner, keywords);
  const fields = (names: readonly string[], types: readonly DuckDBType[]) =>
    types.map((inner, i) => `${fieldName(names[i] ?? "", keywords)}${text(inner)}`).join(", ");
  switch (type.typeId) {
    case id.SQLNULL:
      return "INTEGER";
    case id.DECIMAL:
      return `DECIMAL(${type.width},${type.scale})`;
    case id.ENUM:
      return `ENUM(${type.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ")})`;
    case id.LIST:
      return `${text(type.valueType)}[]`;
    case id.ARRAY:
      return `${text(type.valueType)}[${type.length}]`;
    case id.MAP:
      return `MAP(${text(type.keyType)}, ${text(type.valueType)})`;
    case id.STRUCT:
      return `STRUCT(${fields(type.entryNames, type.entryTypes)})`;
    case id.UNION:
      return `UNION(${fields(type.memberTags, type.memberTypes)})`;
    default:
      return type.alias ?? type.toString();
  }
}

function fieldName(name: string, keywords: ReadonlySet<string>): string {
  if (name === "") return "";
  const plain = plainName.test(name) && !keywords.has(name.toLowerCase());
  return plain ? `${name} ` : `"${name.replaceAll('"', '""')}" `;
}

let words: Promise<ReadonlySet<string>> | undefined;

/** The engine's keywords, asked for once. */
export function loadKeywords(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  words ??= connection
    .runAndReadAll("select keyword_name from duckdb_keywords()")
    .then((reader) => new Set(reader.getRows().map(([word]) => String(word))))
    .catch((error: unknown) => {
      words = undefined;
      throw error;
    });
  return words;
}
