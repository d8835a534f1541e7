import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { SqlValue } from "@sluice/core/adapter";
import { isInterval } from "./literals.js";
import type { Native } from "./native.js";
import {
  dateMicros,
  parseDate,
  parseOffset,
  parseTime,
  parseTimestamp,
  wholeDays,
} from "./temporal.js";
import { isWellFormed } from "./text.js";
import { typeIds as id } from "./type-ids.js";

/** Turns a non-null JavaScript value into one DuckDB value; undefined where it does not fit. */
type Writer = (value: NonNullable<SqlValue>) => DuckDBValue | undefined;
/** Like {@link Writer}, with null passed through. */
export type NullableWriter = (value: SqlValue) => DuckDBValue | undefined;

const bits = (width: bigint, signed: boolean): readonly [bigint, bigint] =>
  signed ? [-(2n ** (width - 1n)), 2n ** (width - 1n) - 1n] : [0n, 2n ** width - 1n];

const smallIntegers: ReadonlyMap<number, readonly [bigint, bigint]> = new Map<
  number,
  readonly [bigint, bigint]
>([
  [id.TINYINT, bits(8n, true)],
  [id.SMALLINT, bits(16n, true)],
  [id.INTEGER, bits(32n, true)],
  [id.UTINYINT, bits(8n, false)],
  [id.USMALLINT, bits(16n, false)],
  [id.UINTEGER, bits(32n, false)],
]);
const bigIntegers: ReadonlyMap<number, readonly [bigint, bigint] | null> = new Map<
  number,
  readonly [bigint, bigint] | null
>([
  [id.BIGINT, bits(64n, true)],
  [id.UBIGINT, bits(64n, false)],
  [id.HUGEINT, bits(128n, true)],
  [id.UHUGEINT, bits(128n, false)],
  [id.BIGNUM, null],
]);

const infinity = 2n ** 63n - 1n;

/** A writer for one column type; undefined for a type that values cannot be loaded into. */
export function writerFor(native: Native, type: DuckDBType): NullableWriter | undefined {
  const write = scalar(native, type) ?? temporal(native, type) ?? nested(native, type);
  if (write === undefined) return undefined;
  return (value) => (value === null ? null : write(value));
}

function scalar(native: Native, type: DuckDBType): Writer | undefined {
  const small = smallIntegers.get(type.typeId);
  if (small !== undefined) {
    return (value) => {
      const whole = integer(value, small);
      return whole === undefined ? undefined : Number(whole);
    };
  }
  const big = bigIntegers.get(type.typeId);
  if (big !== undefined) return (value) => integer(value, big);
  switch (type.typeId) {
    case id.BOOLEAN:
      return (value) => (typeof value === "boolean" ? value : undefined);
    case id.DOUBLE:
      return float;
    case id.FLOAT:
      return (value) => {
        const number = float(value);
        return number === undefined || !Object.is(Math.fround(number), number) ? undefined : number;
      };
    case id.DECIMAL:
      return (value) => {
        const scaled = decimal(value, type.scale);
        if (scaled === undefined || abs(scaled) >= 10n ** BigInt(type.width)) return undefined;
        return new native.DuckDBDecimalValue(scaled, type.width, type.scale);
      };
    case id.VARCHAR:
      return type.alias === "JSON" ? json : text;
    case id.ENUM: {
      const values = new Set(type.values);
      return (value) => (typeof value === "string" && values.has(value) ? value : undefined);
    }
    case id.BLOB:
      return (value) =>
        value instanceof Uint8Array ? new native.DuckDBBlobValue(value) : undefined;
    case id.BIT:
      return (value) =>
        typeof value === "string" && /^[01]+$/.test(value)
          ? native.DuckDBBitValue.fromString(value)
          : undefined;
    case id.UUID:
      return (value) => uuid(native, value);
    default:
      return undefined;
  }
}

function temporal(native: Native, type: DuckDBType): Writer | undefined {
  switch (type.typeId) {
    case id.DATE:
      return (value) => {
        const days = dateDays(value);
        return days === undefined ? undefined : new native.DuckDBDateValue(days);
      };
    case id.TIME:
      return map(time(6), (micros) => new native.DuckDBTimeValue(micros));
    case id.TIME_NS:
      return map(time(9), (nanos) => new native.DuckDBTimeNSValue(nanos));
    case id.TIME_TZ:
      return (value) => timeTz(native, value);
    case id.TIMESTAMP_S:
      return map(timestamp(0, false), (units) => new native.DuckDBTimestampSecondsValue(units));
    case id.TIMESTAMP_MS:
      return map(
        timestamp(3, false),
        (units) => new native.DuckDBTimestampMillisecondsValue(units),
      );
    case id.TIMESTAMP:
      return map(timestamp(6, false), (units) => new native.DuckDBTimestampValue(units));
    case id.TIMESTAMP_NS:
      return map(timestamp(9, false), (units) => new native.DuckDBTimestampNanosecondsValue(units));
    case id.TIMESTAMP_TZ:
      return map(timestamp(6, true), (units) => new native.DuckDBTimestampTZValue(units));
    case id.INTERVAL:
      return (value) =>
        typeof value === "object" && isInterval(value)
          ? new native.DuckDBIntervalValue(value.months, value.days, value.micros)
          : undefined;
    default:
      return undefined;
  }
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

function map<T>(
  read: (value: NonNullable<SqlValue>) => T | undefined,
  make: (value: T) => DuckDBValue,
): Writer {
  return (value) => {
    const found = read(value);
    return found === undefined ? undefined : make(found);
  };
}

function integer(value: NonNullable<SqlValue>, range: readonly [bigint, bigint] | null) {
  let whole: bigint | undefined;
  if (typeof value === "bigint") whole = value;
  else if (typeof value === "number" && Number.isSafeInteger(value)) whole = BigInt(value);
  else if (typeof value === "string" && /^[+-]?\d+$/.test(value))
    whole = BigInt(value.replace("+", ""));
  if (whole === undefined || range === null) return whole;
  return whole >= range[0] && whole <= range[1] ? whole : undefined;
}

function float(value: NonNullable<SqlValue>): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return BigInt(Number(value)) === value ? Number(value) : undefined;
  return undefined;
}

function decimal(value: NonNullable<SqlValue>, scale: number): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint")
    return undefined;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i.exec(String(value));
  if (match === null || `${match[2] ?? ""}${match[3] ?? ""}` === "") return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent) + scale - fraction.length;
  const digits = BigInt(`${whole}${fraction}`);
  const power = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && digits % power !== 0n) return undefined;
  const scaled = shift < 0 ? digits / power : digits * power;
  return sign === "-" ? -scaled : scaled;
}

const abs = (value: bigint) => (value < 0n ? -value : value);

function text(value: NonNullable<SqlValue>): string | undefined {
  return typeof value === "string" && isWellFormed(value) ? value : undefined;
}

function json(value: NonNullable<SqlValue>): string | undefined {
  if (typeof value !== "string" || !isWellFormed(value)) return undefined;
  try {
    JSON.parse(value);
    return value;
  } catch {
    return undefined;
  }
}

function uuid(native: Native, value: NonNullable<SqlValue>) {
  const plainHex = typeof value === "string" ? value.replaceAll("-", "") : "";
  if (!/^[0-9a-f]{32}$/i.test(plainHex)) return undefined;
  return native.DuckDBUUIDValue.fromUint128(BigInt(`0x${plainHex}`));
}

function dateDays(value: NonNullable<SqlValue>): number | undefined {
  if (value instanceof Date) {
    const micros = dateMicros(value);
    return micros === undefined ? undefined : wholeDays(micros);
  }
  if (typeof value !== "string") return undefined;
  if (value === "infinity") return 2_147_483_647;
  if (value === "-infinity") return -2_147_483_647;
  const days = parseDate(value);
  return days !== undefined && days >= -2_147_483_646 && days <= 2_147_483_646 ? days : undefined;
}

function time(digits: number) {
  return (value: NonNullable<SqlValue>) =>
    typeof value === "string" ? parseTime(value, digits) : undefined;
}

function timeTz(native: Native, value: NonNullable<SqlValue>) {
  const match = typeof value === "string" ? /^(.*?)\s*(Z|UTC|[+-][\d:]+)$/i.exec(value) : null;
  const micros = parseTime(match?.[1] ?? "", 6);
  const offset = parseOffset(match?.[2] ?? "");
  if (micros === undefined || offset === undefined || Math.abs(offset) > 57_599) return undefined;
  return native.DuckDBTimeTZValue.fromMicrosAndOffset(micros, offset);
}

function timestamp(digits: number, zoned: boolean) {
  return (value: NonNullable<SqlValue>): bigint | undefined => {
    const units = timestampUnits(value, digits, zoned);
    if (units === undefined || value === "infinity" || value === "-infinity") return units;
    return abs(units) < infinity ? units : undefined;
  };
}

function timestampUnits(value: NonNullable<SqlValue>, digits: number, zoned: boolean) {
  if (value instanceof Date) {
    const micros = dateMicros(value);
    if (micros === undefined || digits >= 6) {
      return micros === undefined ? undefined : micros * 10n ** BigInt(digits - 6);
    }
    const unit = 10n ** BigInt(6 - digits);
    return micros % unit === 0n ? micros / unit : undefined;
  }
  if (typeof value !== "string") return undefined;
  if (value === "infinity") return infinity;
  return value === "-infinity" ? -infinity : parseTimestamp(value, digits, zoned);
}
