import type { DuckDBType } from "@duckdb/node-api";
import { typeIds as id } from "./type-ids.js";

const plainName = /^[a-z_][a-z0-9_]*$/;

/**
 * The canonical text of a type, as `duckdb_columns()` and `DESCRIBE` write it. The type of a bare `null`
 * becomes INTEGER, which is what a create-as-select stores.
 */
export function typeText(type: DuckDBType): string {
  switch (type.typeId) {
    case id.SQLNULL:
      return "INTEGER";
    case id.DECIMAL:
      return `DECIMAL(${type.width},${type.scale})`;
    case id.ENUM:
      return `ENUM(${type.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ")})`;
    case id.LIST:
      return `${typeText(type.valueType)}[]`;
    case id.ARRAY:
      return `${typeText(type.valueType)}[${type.length}]`;
    case id.MAP:
      return `MAP(${typeText(type.keyType)}, ${typeText(type.valueType)})`;
    case id.STRUCT:
      return `STRUCT(${fields(type.entryNames, type.entryTypes)})`;
    case id.UNION:
      return `UNION(${fields(type.memberTags, type.memberTypes)})`;
    default:
      return type.alias ?? type.toString();
  }
}

function fields(names: readonly string[], types: readonly DuckDBType[]): string {
  return types
    .map((type, i) => {
      const name = names[i] ?? "";
      return name === "" ? typeText(type) : `${fieldName(name)} ${typeText(type)}`;
    })
    .join(", ");
}

function fieldName(name: string): string {
  return plainName.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
