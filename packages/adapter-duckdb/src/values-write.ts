import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { SqlValue } from "@sluice/core/adapter";
import type { Native } from "./native.js";
import { typeIds as id } from "./type-ids.js";
import { scalarWriter, type Writer } from "./write-scalars.js";
import { temporalWriter } from "./write-temporals.js";

/** Turns a JavaScript value into one DuckDB value, null into null; undefined where it does not fit. */
export type NullableWriter = (value: SqlValue) => DuckDBValue | undefined;

/** A writer for one column type; undefined for a type that values cannot be loaded into. */
export function writerFor(native: Native, type: DuckDBType): NullableWriter | undefined {
  const write = scalarWriter(native, type) ?? temporalWriter(native, type) ?? nested(native, type);
  if (write === undefined) return undefined;
  return (value) => (value === null ? null : write(value));
}

function nested(native: Native, type: DuckDBType): Writer | undefined {
  switch (type.typeId) {
    case id.LIST:
    case id.ARRAY: {
      const item = writerFor(native, type.valueType);
      const length = type.typeId === id.ARRAY ? type.length : undefined;
      const Value = type.typeId === id.ARRAY ? native.DuckDBArrayValue : native.DuckDBListValue;
      return (value) => {
        if (!Array.isArray(value) || (length !== undefined && value.length !== length))
          return undefined;
        const items = all(value as readonly SqlValue[], item);
        return items === undefined ? undefined : new Value(items);
      };
    }
    case id.MAP: {
      const [key, item] = [writerFor(native, type.keyType), writerFor(native, type.valueType)];
      return (value) => {
        if (!(value instanceof Map)) return undefined;
        const source = value as ReadonlyMap<SqlValue, SqlValue>;
        const [keys, items] = [all([...source.keys()], key), all([...source.values()], item)];
        if (keys === undefined || items === undefined || keys.includes(null)) return undefined;
        return new native.DuckDBMapValue(keys.map((k, i) => ({ key: k, value: items[i] ?? null })));
      };
    }
    case id.STRUCT:
      return struct(native, type.entryNames, type.entryTypes);
    case id.UNION: {
      const byTag = new Map(type.memberTags.map((tag, i) => [tag, type.memberTypes[i]]));
      return (value) => {
        const [entry, second] = plain(value) ? Object.entries(value) : [];
        const member = entry === undefined ? undefined : byTag.get(entry[0]);
        if (entry === undefined || second !== undefined || member === undefined) return undefined;
        const inner = writerFor(native, member)?.(entry[1]);
        return inner === undefined ? undefined : new native.DuckDBUnionValue(entry[0], inner);
      };
    }
    default:
      return undefined;
  }
}

function struct(native: Native, names: readonly string[], types: readonly DuckDBType[]): Writer {
  const writers = types.map((type) => writerFor(native, type));
  const known = new Set(names);
  return (value) => {
    if (!plain(value) || Object.keys(value).some((name) => !known.has(name))) return undefined;
    const entries: [string, DuckDBValue][] = [];
    for (const [i, name] of names.entries()) {
      const field = Object.hasOwn(value, name) ? value[name] : null;
      const written = writers[i]?.(field ?? null);
      if (written === undefined) return undefined;
      entries.push([name, written]);
    }
    return new native.DuckDBStructValue(Object.fromEntries(entries));
  };
}

function all(values: readonly SqlValue[], write: NullableWriter | undefined) {
  const items: DuckDBValue[] = [];
  for (const value of values) {
    const item = write?.(value);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function plain(value: NonNullable<SqlValue>): value is Readonly<Record<string, SqlValue>> {
  return (
    typeof value === "object" &&
    !Array.isArray(value) &&
    !(value instanceof Date || value instanceof Uint8Array || value instanceof Map)
  );
}
