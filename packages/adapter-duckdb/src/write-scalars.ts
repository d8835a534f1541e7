import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { SqlValue } from "@sluice/core/adapter";
import type { Native } from "./native.js";
import { isWellFormed } from "./text.js";
import { typeIds as id } from "./type-ids.js";

/** Turns a non-null JavaScript value into one DuckDB value; undefined where it does not fit. */
export type Writer = (value: NonNullable<SqlValue>) => DuckDBValue | undefined;

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

/** A writer for numbers, text and bytes; undefined for other types. */
export function scalarWriter(native: Native, type: DuckDBType): Writer | undefined {
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
