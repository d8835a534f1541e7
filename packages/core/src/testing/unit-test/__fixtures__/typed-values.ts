/** One value in the three forms that rows take. */
export interface WrittenValue {
  /** In a row of YAML. */
  readonly yaml: string;
  /** The text of a CSV field. @default the YAML */
  readonly csv?: string;
  /** An expression of a query. */
  readonly sql: string;
}

/** A value of a type, and others that are not that value: some no values of the type at all. */
export interface TypedValue extends WrittenValue {
  readonly near: readonly WrittenValue[];
}

const both = (yaml: string, sql: string, csv?: string): WrittenValue =>
  csv === undefined ? { yaml, sql } : { yaml, sql, csv };
const text = (value: string, sql = `'${value.replaceAll("'", "''")}'`): WrittenValue => ({
  yaml: JSON.stringify(value),
  csv: value,
  sql,
});

const whole = (most: string, type: string): TypedValue => ({
  ...both(most, `'${most}'::${type}`),
  near: [both("1.5", "1.5"), both(`${most}0`, `'${most}0'`)],
});

const instant = (type: string, digits: number): TypedValue => {
  const second = `2024-01-31 10:00:00${digits > 0 ? `.${"123456789".slice(0, digits)}` : ""}`;
  const finer = `${second}${digits === 0 ? "." : ""}4`;
  return {
    ...text(second, `'${second}'::${type}`),
    near: [text(finer, `'${finer}'`), text(`${second}+02:00`), text("2024-01-31")],
  };
};

/** By DuckDB's types. */
export const typedValues: Readonly<Record<string, TypedValue>> = {
  BOOLEAN: {
    ...both("true", "true"),
    near: [both("false", "false"), both("null", "null", ""), both("2", "2")],
  },
  TINYINT: whole("127", "tinyint"),
  SMALLINT: whole("32767", "smallint"),
  INTEGER: whole("2147483647", "integer"),
  BIGINT: whole("9223372036854775807", "bigint"),
  HUGEINT: whole("170141183460469231731687303715884105727", "hugeint"),
  UTINYINT: whole("255", "utinyint"),
  USMALLINT: whole("65535", "usmallint"),
  UINTEGER: whole("4294967295", "uinteger"),
  UBIGINT: whole("18446744073709551615", "ubigint"),
  UHUGEINT: whole("340282366920938463463374607431768211455", "uhugeint"),
  BIGNUM: {
    ...both(
      "123456789012345678901234567890123456789012",
      "'123456789012345678901234567890123456789012'::bignum",
    ),
    near: [both("1.5", "1.5"), text("123456789012345678901234567890123456789013")],
  },
  "DECIMAL(10,2)": {
    ...both("10.50", "10.50::decimal(10,2)"),
    near: [both("10.504", "10.504"), both("10.51", "10.51"), both("100000000", "100000000")],
  },
  "DECIMAL(38,9)": {
    ...both("12345678901234567890123456789.123456789", "12345678901234567890123456789.123456789"),
    near: [
      both("12345678901234567890123456789.123456788", "12345678901234567890123456789.123456788"),
      both("0.0000000001", "0.0000000001"),
    ],
  },
  FLOAT: {
    ...both("0.1", "0.1::float"),
    near: [both("0.123456789", "'0.123456789'"), both("0.10000001", "0.10000001::float")],
  },
  DOUBLE: {
    ...both("0.3", "0.3::double"),
    near: [
      both("0.30000000000000004", "0.1::double + 0.2::double"),
      both("0.3000000001", "0.3000000001::double"),
      both("9007199254740993", "9007199254740993"),
    ],
  },
  "DOUBLE not a number": {
    ...both(".nan", "'nan'::double", "nan"),
    near: [both(".inf", "'inf'::double", "inf"), both("0", "0::double"), both("null", "null", "")],
  },
  "DOUBLE of zero": {
    ...both("-0.0", "-0.0::double"),
    near: [both("1e-300", "1e-300::double"), both("null", "null", "")],
  },
  VARCHAR: {
    ...text("ada, 'x' \\ {y}"),
    near: [text("ada, 'x' \\ {y} "), text("Ada, 'x' \\ {y}"), text("")],
  },
  "VARCHAR of digits": {
    ...both("007", "'007'"),
    near: [both("7", "'7'"), both("7.0", "'7.0'"), both("0x7", "'0x7'")],
  },
  "VARCHAR of a number": {
    ...both("1.50", "'1.50'"),
    near: [both("1.5", "'1.5'"), both("1.500", "'1.500'")],
  },
  "VARCHAR of a word": {
    ...both("True", "'True'"),
    near: [both("true", "'true'"), both('"TRUE"', "'TRUE'", "TRUE")],
  },
  BLOB: {
    ...text("a\\xFF", "'a\\xFF'::blob"),
    near: [text("a\\xFE", "'a\\xFE'::blob"), text("aé", "'aé'")],
  },
  BIT: { ...text("0101", "'0101'::bit"), near: [text("101", "'101'::bit"), text("0102")] },
  UUID: {
    ...text("00000000-0000-4000-8000-00000000000a", "'00000000-0000-4000-8000-00000000000a'::uuid"),
    near: [
      text("00000000-0000-4000-8000-00000000000b"),
      text("00000000-0000-4000-8000-0000000000"),
    ],
  },
  DATE: {
    ...both("2024-01-31", "date '2024-01-31'"),
    near: [
      text("2024-01-31 23:00:00", "timestamp '2024-01-31 23:00:00'"),
      text("2024-01-31T00:00:00+02:00"),
      text("31/01/2024"),
      both("2024-02-01", "date '2024-02-01'"),
    ],
  },
  TIME: {
    ...text("10:00:00.123456", "time '10:00:00.123456'"),
    near: [text("10:00:00.1234564"), text("2024-01-31 10:00:00.123456"), text("10:00:00")],
  },
  TIME_NS: {
    ...text("10:00:00.123456789", "'10:00:00.123456789'::time_ns"),
    near: [text("10:00:00.1234567894"), text("10:00:00.123456")],
  },
  "TIME WITH TIME ZONE": {
    ...text("10:00:00+02", "'10:00:00+02'::timetz"),
    near: [
      text("10:00:00+00", "'10:00:00+00'::timetz"),
      text("08:00:00+00", "'08:00:00+00'::timetz"),
    ],
  },
  TIMESTAMP: instant("timestamp", 6),
  TIMESTAMP_S: instant("timestamp_s", 0),
  TIMESTAMP_MS: instant("timestamp_ms", 3),
  TIMESTAMP_NS: instant("timestamp_ns", 9),
  "TIMESTAMP WITH TIME ZONE": {
    ...text("2024-01-31 10:00:00+02", "timestamptz '2024-01-31 10:00:00+02'"),
    near: [
      text("2024-01-31 10:00:00+00", "timestamptz '2024-01-31 10:00:00+00'"),
      text("2024-01-31 08:00:00.0000004+00"),
    ],
  },
  INTERVAL: {
    ...text("1 month", "interval '1 month'"),
    near: [
      text("30 days", "interval '30 days'"),
      text("720:00:00", "interval '720 hours'"),
      text("1.5 months"),
    ],
  },
  JSON: {
    ...both(
      "{ a: 1.50, b: [x, null, 12345678901234567890], c: {} }",
      '\'{"a":1.50,"b":["x",null,12345678901234567890],"c":{}}\'::json',
      '{"a":1.50,"b":["x",null,12345678901234567890],"c":{}}',
    ),
    near: [
      both("{ a: 1.51 }", "'{\"a\":1.51}'::json", '{"a":1.51}'),
      both(
        '{ a: 1.50, b: [x, null, "12345678901234567890"], c: {} }',
        '\'{"a":1.50,"b":["x",null,"12345678901234567890"],"c":{}}\'::json',
        '{"a":1.50,"b":["x",null,"12345678901234567890"],"c":{}}',
      ),
      text("{a: 1}"),
    ],
  },
  "ENUM('a', 'b')": {
    ...both("a", "'a'::enum('a', 'b')"),
    near: [both("b", "'b'"), both("A", "'A'"), text("a ")],
  },
  "BIGINT[]": {
    ...both("[2, null, 3]", "[2, null, 3]::bigint[]", "[2, NULL, 3]"),
    near: [
      both("[2.4, null, 3]", "[2.4, null, 3]", "[2.4, NULL, 3]"),
      both("[2, 3, null]", "[2, 3, null]", "[2, 3, NULL]"),
      both("[2, null]", "[2, null]", "[2, NULL]"),
      both("2", "2"),
    ],
  },
  "VARCHAR[]": {
    ...both(
      "['a, b', \"it's\", '', 'null', null, 007, '{', 'C:\\n']",
      "['a, b', 'it''s', '', 'null', null, '007', '{', 'C:\\n']",
      "['a, b', 'it\\'s', '', 'null', NULL, '007', '{', 'C:\\\\n']",
    ),
    near: [
      both(
        "['a, b', \"it's\", '', null, null, 007, '{', 'C:\\n']",
        "['a, b', 'it''s', '', null, null, '007', '{', 'C:\\n']",
        "['a, b', 'it\\'s', '', NULL, NULL, '007', '{', 'C:\\\\n']",
      ),
      both("[]", "[]"),
    ],
  },
  "DATE[2]": {
    ...both("[2024-01-31, 2024-02-01]", "['2024-01-31', '2024-02-01']::date[2]"),
    near: [
      both("[2024-01-31]", "['2024-01-31']::date[1]"),
      both(
        '["2024-01-31 10:00:00", 2024-02-01]',
        "['2024-01-31 10:00:00', '2024-02-01']",
        "[2024-01-31 10:00:00, 2024-02-01]",
      ),
    ],
  },
  "BLOB[]": {
    ...both('["\\\\xFF", a]', "['\\xFF', 'a']::blob[]", "['\\\\xFF', a]"),
    near: [both('["\\\\xFE", a]', "['\\xFE', 'a']::blob[]", "['\\\\xFE', a]")],
  },
  "INTERVAL[]": {
    ...both("[1 month]", "[interval '1 month']"),
    near: [both("[30 days]", "[interval '30 days']")],
  },
  "STRUCT(a BIGINT, b VARCHAR)": {
    ...both("{ b: x, A: 2 }", "{'a': 2, 'b': 'x'}", "{'a': 2, 'b': x}"),
    near: [
      both("{ a: 2.4, b: x }", "{'a': 2.4, 'b': 'x'}", "{'a': 2.4, 'b': x}"),
      both(
        "{ a: 2, b: x, nope: 1 }",
        "{'a': 2, 'b': 'x', 'nope': 1}",
        "{'a': 2, 'b': x, 'nope': 1}",
      ),
      both("{ a: 2 }", "{'a': 2}", "{'a': 2}"),
      both("{ a: 2, b: null }", "{'a': 2, 'b': null}", "{'a': 2, 'b': NULL}"),
      both("{ a: 2, b: x, B: x }", "null", "{'a': 2, 'b': x, 'B': x}"),
    ],
  },
  "STRUCT(d DATE, l STRUCT(k VARCHAR, v DECIMAL(9,2))[])": {
    ...both(
      "{ d: 2024-01-31, l: [{ k: 'a, b', v: 1.50 }, null] }",
      "{'d': date '2024-01-31', 'l': [{'k': 'a, b', 'v': 1.50}, null]}",
      "{'d': 2024-01-31, 'l': [{'k': 'a, b', 'v': 1.50}, NULL]}",
    ),
    near: [
      both(
        "{ d: 2024-01-31, l: [{ k: 'a, b', v: 1.505 }, null] }",
        "{'d': date '2024-01-31', 'l': [{'k': 'a, b', 'v': 1.505}, null]}",
        "{'d': 2024-01-31, 'l': [{'k': 'a, b', 'v': 1.505}, NULL]}",
      ),
      both(
        "{ d: 2024-01-31, l: [{ v: 1.50 }, null] }",
        "{'d': date '2024-01-31', 'l': [{'v': 1.50}, null]}",
        "{'d': 2024-01-31, 'l': [{'v': 1.50}, NULL]}",
      ),
    ],
  },
  "MAP(VARCHAR, BIGINT)": {
    ...both("{ x: 2, y: null }", "map {'x': 2, 'y': null}", "{x=2, y=NULL}"),
    near: [
      both("{ x: 2.4, y: null }", "map {'x': 2.4, 'y': null}", "{x=2.4, y=NULL}"),
      both("{ X: 2, y: null }", "map {'X': 2, 'y': null}", "{X=2, y=NULL}"),
      both("{ x: 2 }", "map {'x': 2}", "{x=2}"),
    ],
  },
  "MAP(INTEGER, DATE)": {
    ...both("{ 1: 2024-01-31 }", "map {1: date '2024-01-31'}", "{1=2024-01-31}"),
    near: [
      both("{ 2: 2024-01-31 }", "map {2: date '2024-01-31'}", "{2=2024-01-31}"),
      both("{ 1.5: 2024-01-31 }", "map {1.5: date '2024-01-31'}", "{1.5=2024-01-31}"),
      both(
        '{ 1: "2024-01-31 10:00:00" }',
        "map {1: timestamp '2024-01-31 10:00:00'}",
        "{1=2024-01-31 10:00:00}",
      ),
    ],
  },
};
