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
import { typeIds as id } from "./type-ids.js";
import type { Writer } from "./write-scalars.js";

const infinity = 2n ** 63n - 1n;

/** A writer for dates, times, timestamps and intervals; undefined for other types. */
export function temporalWriter(native: Native, type: DuckDBType): Writer | undefined {
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

function map<T>(
  read: (value: NonNullable<SqlValue>) => T | undefined,
  make: (value: T) => DuckDBValue,
): Writer {
  return (value) => {
    const found = read(value);
    return found === undefined ? undefined : make(found);
  };
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
    return -infinity < units && units < infinity ? units : undefined;
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
