import { columnNamed, SluiceError, type SqlInterval, type SqlValue } from "@sluice/core/adapter";
import { parseDuckType, type DuckType } from "./duck-type.js";
import { formatTimestamp } from "./temporal.js";
import { quoteIdentifier, quoteText } from "./text.js";

const int32 = 2 ** 31;

/** A literal that reads back as exactly this value. Raises `ADAPTER.VALUE` where there is none. */
export function literal(value: SqlValue, type?: string): string {
  if (type === undefined) return untyped(value);
  return `cast(${typed(value, parseDuckType(type))} as ${type})`;
}

function untyped(value: SqlValue): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "number":
      return numberLiteral(value);
    case "bigint":
      return bigintLiteral(value);
    case "string":
      return quoteText(value);
    case "object":
      return objectLiteral(value, undefined);
    default:
      return unsupported(value);
  }
}

/** An expression that a cast to `type` turns into exactly the value: numbers and dates as text. */
function typed(value: SqlValue, type: DuckType | undefined): string {
  if (typeof value === "number" || typeof value === "bigint") {
    return quoteText(Object.is(value, -0) ? "-0.0" : String(value));
  }
  if (value instanceof Date) return quoteText(dateText(value, type));
  return typeof value === "object" && value !== null ? objectLiteral(value, type) : untyped(value);
}

function numberLiteral(value: number): string {
  const small =
    Number.isInteger(value) && value >= -int32 && value < int32 && !Object.is(value, -0);
  if (!small) return `cast(${typed(value, undefined)} as double)`;
  return value < 0 ? `(${value})` : String(value);
}

function bigintLiteral(value: bigint): string {
  return `cast('${value}' as ${bigintType(value)})`;
}

function bigintType(value: bigint): string {
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return "bigint";
  if (value >= -(2n ** 127n) && value < 2n ** 127n) return "hugeint";
  return value >= 0n && value < 2n ** 128n ? "uhugeint" : "bignum";
}

function dateText(value: Date, type: DuckType | undefined): string {
  const millis = value.getTime();
  if (Number.isNaN(millis)) return unsupported(value);
  const text = formatTimestamp(BigInt(millis), 3);
  if (type?.name === "TIMESTAMP WITH TIME ZONE") return `${text}+00`;
  if (type?.name !== "DATE") return text;
  if (!text.endsWith(" 00:00:00")) {
    throw new SluiceError({
      code: "ADAPTER.VALUE",
      message: `${value.toISOString()} is no whole UTC day and cannot be a DATE.`,
    });
  }
  return text.slice(0, -" 00:00:00".length);
}

function objectLiteral(value: object, type: DuckType | undefined): string {
  const child = (i: number) => type?.children[i]?.type;
  if (value instanceof Date) return `cast(${quoteText(dateText(value, undefined))} as timestamp)`;
  if (value instanceof Uint8Array) return `unhex('${Buffer.from(value).toString("hex")}')`;
  if (Array.isArray(value)) return list(value as readonly SqlValue[], child(0));
  if (value instanceof Map) {
    const map = value as ReadonlyMap<SqlValue, SqlValue>;
    return `map(${list([...map.keys()], child(0))}, ${list([...map.values()], child(1))})`;
  }
  if (isInterval(value)) {
    const micros = `to_microseconds(cast('${value.micros}' as bigint))`;
    return `(to_months(${numberLiteral(value.months)}) + to_days(${numberLiteral(value.days)}) + ${micros})`;
  }
  return structLiteral(value as Readonly<Record<string, SqlValue>>, type);
}

function list(values: readonly SqlValue[], type: DuckType | undefined): string {
  return `[${values.map((item) => element(item, type)).join(", ")}]`;
}

function element(value: SqlValue, type: DuckType | undefined): string {
  return type === undefined ? untyped(value) : typed(value, type);
}

function structLiteral(
  value: Readonly<Record<string, SqlValue>>,
  type: DuckType | undefined,
): string {
  const entries = Object.entries(value);
  const [first] = entries;
  if (first === undefined) return unsupported(value);
  const member = (name: string) => columnNamed(type?.children ?? [], name)?.type;
  if (type?.name === "UNION" && entries.length === 1) {
    const [tag, inner] = first;
    return `union_value(${quoteIdentifier(tag)} := ${element(inner, member(tag))})`;
  }
  return `{${entries.map(([name, item]) => `${quoteText(name)}: ${element(item, member(name))}`).join(", ")}}`;
}

/** True for `{ months, days, micros }`, the form of an interval. */
export function isInterval(value: object): value is SqlInterval {
  const { months, days, micros, ...rest } = value as Partial<SqlInterval>;
  return (
    typeof months === "number" &&
    typeof days === "number" &&
    typeof micros === "bigint" &&
    Object.keys(rest).length === 0
  );
}

function unsupported(value: unknown): never {
  const shown =
    value instanceof Date
      ? "an invalid Date"
      : typeof value === "object"
        ? "an empty object"
        : typeof value;
  throw new SluiceError({ code: "ADAPTER.VALUE", message: `DuckDB has no literal for ${shown}.` });
}
