import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { SluiceError, type SqlValue } from "@sluice/core/adapter";
import { formatDate, formatTime, formatTimestamp } from "./temporal.js";
import { typeIds as id } from "./type-ids.js";
import { typeText } from "./type-text.js";

/** Turns a non-null value of one DuckDB type into a JavaScript value, losing nothing. */
type Reader = (value: never) => SqlValue;
type AnyReader = (value: DuckDBValue) => SqlValue;

const same = (value: SqlValue) => value;
const text = (value: { toString(): string }) => value.toString();
const [posInfinity, negInfinity] = [2n ** 63n - 1n, -(2n ** 63n - 1n)];

const readers: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  ...[id.BOOLEAN, id.TINYINT, id.SMALLINT, id.INTEGER, id.UTINYINT, id.USMALLINT, id.UINTEGER].map(
    (type): [number, Reader] => [type, same],
  ),
  ...[id.BIGINT, id.UBIGINT, id.HUGEINT, id.UHUGEINT, id.BIGNUM, id.FLOAT, id.DOUBLE].map(
    (type): [number, Reader] => [type, same],
  ),
  [id.VARCHAR, same],
  [id.ENUM, same],
  [id.SQLNULL, same],
  [id.DECIMAL, text],
  [id.UUID, text],
  [id.BIT, text],
  [id.BLOB, bytes],
  [id.GEOMETRY, bytes],
  [id.DATE, (value: { days: number }) => dateText(value.days)],
  [id.TIME, (value: { micros: bigint }) => formatTime(value.micros, 6)],
  [id.TIME_NS, (value: { nanos: bigint }) => formatTime(value.nanos, 9)],
  [id.TIME_TZ, timeTz],
  [id.TIMESTAMP_S, (value: { seconds: bigint }) => timestampText(value.seconds, 0)],
  [id.TIMESTAMP_MS, (value: { millis: bigint }) => timestampText(value.millis, 3)],
  [id.TIMESTAMP, (value: { micros: bigint }) => timestampText(value.micros, 6)],
  [id.TIMESTAMP_NS, (value: { nanos: bigint }) => timestampText(value.nanos, 9)],
  [id.TIMESTAMP_TZ, (value: { micros: bigint }) => timestampText(value.micros, 6, "+00")],
  [id.INTERVAL, interval],
]);

function bytes(value: { bytes: Uint8Array }): Uint8Array {
  return new Uint8Array(value.bytes);
}

function interval(value: { months: number; days: number; micros: bigint }): SqlValue {
  return { months: value.months, days: value.days, micros: value.micros };
}

function dateText(days: number): string {
  if (days === 2_147_483_647) return "infinity";
  return days === -2_147_483_647 ? "-infinity" : formatDate(days);
}

function timestampText(units: bigint, digits: number, zone = ""): string {
  if (units === posInfinity) return "infinity";
  return units === negInfinity ? "-infinity" : `${formatTimestamp(units, digits)}${zone}`;
}

function timeTz(value: { micros: bigint; offset: number }): string {
  const size = Math.abs(value.offset);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  const zone = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return `${formatTime(value.micros, 6)}${value.offset < 0 ? "-" : "+"}${zone}`;
}

/** A reader for one type; raises `ADAPTER.VALUE` for a type whose values have no lossless JavaScript form. */
export function readerFor(type: DuckDBType): AnyReader {
  const read = nested(type) ?? readers.get(type.typeId);
  if (read === undefined) {
    throw new SluiceError({
      code: "ADAPTER.VALUE",
      message: `Values of type ${typeText(type)} cannot be read.`,
      hints: ["Cast the column in the query, for example to VARCHAR or JSON."],
    });
  }
  return (value) => (value === null ? null : (read as AnyReader)(value));
}

function nested(type: DuckDBType): Reader | undefined {
  switch (type.typeId) {
    case id.LIST:
    case id.ARRAY: {
      const read = readerFor(type.valueType);
      return (value: { items: readonly DuckDBValue[] }) => value.items.map(read);
    }
    case id.MAP: {
      const [key, item] = [readerFor(type.keyType), readerFor(type.valueType)];
      return (value: { entries: readonly { key: DuckDBValue; value: DuckDBValue }[] }) =>
        new Map(value.entries.map((entry) => [key(entry.key), item(entry.value)]));
    }
    case id.STRUCT:
      return structReader(type.entryNames, type.entryTypes);
    case id.UNION: {
      const byTag = new Map(type.memberTags.map((tag, i) => [tag, type.memberTypes[i]]));
      return (value: { tag: string; value: DuckDBValue }) => {
        const member = byTag.get(value.tag);
        const read = member === undefined ? same : readerFor(member);
        return record([value.tag], [(read as AnyReader)(value.value)]);
      };
    }
    default:
      return undefined;
  }
}

function structReader(names: readonly string[], types: readonly DuckDBType[]): Reader {
  if (new Set(names).size !== names.length || names.includes("")) {
    throw new SluiceError({
      code: "ADAPTER.VALUE",
      message: "A struct with unnamed fields cannot be read.",
      hints: ["Name the fields: `{'a': 1}` instead of `row(1)`."],
    });
  }
  const read = types.map(readerFor);
  return (value: { entries: Readonly<Record<string, DuckDBValue>> }) =>
    record(
      names,
      read.map((field, i) => field(value.entries[names[i] ?? ""] ?? null)),
    );
}

/** A plain object of these fields, safe for a field named `__proto__`. */
function record<T>(names: readonly string[], values: readonly T[]): Record<string, T> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] as T]));
}
