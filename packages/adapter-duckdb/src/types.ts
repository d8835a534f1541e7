import { sameName, type TypeInfo, type TypeKind } from "@sluice/core/adapter";
import { parseDuckType, type DuckType } from "./duck-type.js";

const kindOf = {
  BOOLEAN: "boolean",
  TINYINT: "integer",
  SMALLINT: "integer",
  INTEGER: "integer",
  UTINYINT: "integer",
  USMALLINT: "integer",
  UINTEGER: "integer",
  BIGINT: "bigint",
  UBIGINT: "bigint",
  HUGEINT: "bigint",
  UHUGEINT: "bigint",
  BIGNUM: "bigint",
  FLOAT: "float",
  DOUBLE: "float",
  DECIMAL: "decimal",
  VARCHAR: "text",
  BLOB: "blob",
  DATE: "date",
  TIME: "time",
  TIME_NS: "time",
  "TIME WITH TIME ZONE": "time",
  TIMESTAMP: "timestamp",
  TIMESTAMP_S: "timestamp",
  TIMESTAMP_MS: "timestamp",
  TIMESTAMP_NS: "timestamp",
  "TIMESTAMP WITH TIME ZONE": "timestamptz",
  INTERVAL: "interval",
  UUID: "uuid",
  JSON: "json",
  ENUM: "enum",
  LIST: "list",
  ARRAY: "list",
  STRUCT: "struct",
  MAP: "map",
} as const satisfies Record<string, TypeKind>;

const kinds: ReadonlyMap<string, TypeKind> = new Map(Object.entries(kindOf));

const typeOfKind: ReadonlyMap<TypeKind, string> = new Map<TypeKind, string>([
  ["boolean", "BOOLEAN"],
  ["integer", "INTEGER"],
  ["bigint", "BIGINT"],
  ["decimal", "DECIMAL(38,9)"],
  ["float", "DOUBLE"],
  ["text", "VARCHAR"],
  ["date", "DATE"],
  ["time", "TIME"],
  ["timestamp", "TIMESTAMP"],
  ["timestamptz", "TIMESTAMP WITH TIME ZONE"],
  ["interval", "INTERVAL"],
  ["blob", "BLOB"],
  ["uuid", "UUID"],
  ["json", "JSON"],
]);

/** The type for a simple kind; decimals as wide as other warehouses have them. */
export function typeFor(kind: TypeKind): string | undefined {
  return typeOfKind.get(kind);
}

/** Takes a DuckDB type text apart; unknown text gives kind `other`. */
export function parseType(text: string): TypeInfo {
  const type = parseDuckType(text);
  return type === undefined ? { kind: "other" } : typeInfo(type);
}

function typeInfo(type: DuckType): TypeInfo {
  const kind = kinds.get(type.name) ?? "other";
  const [first, second] = type.children;
  if (kind === "list" && first !== undefined) return { kind, element: typeInfo(first.type) };
  if (kind === "map" && first !== undefined && second !== undefined) {
    return { kind, key: typeInfo(first.type), element: typeInfo(second.type) };
  }
  if (kind === "struct") {
    const fields = type.children.map((child) => ({ name: child.name, type: typeInfo(child.type) }));
    return { kind, fields };
  }
  return { kind };
}

/** True when two texts name the same DuckDB type: synonyms, spacing and the case of names do not count. */
export function sameType(a: string, b: string): boolean {
  const [left, right] = [parseDuckType(a), parseDuckType(b)];
  if (left === undefined || right === undefined) return a.trim() === b.trim();
  return equal(left, right);
}

function equal(a: DuckType, b: DuckType): boolean {
  return (
    a.name === b.name &&
    a.children.length === b.children.length &&
    a.sizes.join() === b.sizes.join() &&
    JSON.stringify(a.values) === JSON.stringify(b.values) &&
    a.children.every((child, i) => {
      const other = b.children[i];
      return (
        other !== undefined && sameName(child.name, other.name) && equal(child.type, other.type)
      );
    })
  );
}
