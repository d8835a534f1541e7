import type { DuckType } from "../duck-type.js";
import { quoteIdentifier, quoteText } from "../text.js";
import { exactScalar, type ScalarCast } from "./scalar.js";
import { binding, exactElements, type CastText, type Nested } from "./nested.js";
import { typeSql, withLists } from "./type-sql.js";

/**
 * The type that a reader of JSON gives instead of `type`, with texts in place of all values, so that they can be cast
 * exactly. A decimal and a text stay JSON: a number is told from a string there.
 */
export function textShape(type: DuckType): string {
  const [first, second] = type.children;
  switch (type.name) {
    case "LIST":
    case "ARRAY":
      return first === undefined ? "VARCHAR" : `${textShape(first.type)}[]`;
    case "MAP":
      return second === undefined ? "VARCHAR" : `MAP(VARCHAR, ${textShape(second.type)})`;
    case "STRUCT": {
      const fields = type.children.map(
        (child) => `${quoteIdentifier(child.name)} ${textShape(child.type)}`,
      );
      return `STRUCT(${fields.join(", ")})`;
    }
    case "JSON":
    case "DECIMAL":
    case "VARCHAR":
      return "JSON";
    default:
      return "VARCHAR";
  }
}

/** A value of {@link textShape} as one of a type, or null. A field that a JSON object lacks is null. */
export function castParts(scalar: ScalarCast = exactScalar): CastText {
  const cast: CastText = (parts, type, depth) => {
    const sql = typeSql(withLists(type));
    const nested = { type, sql, depth, cast };
    switch (type.name) {
      case "LIST":
      case "ARRAY":
        return castElements(parts, nested);
      case "MAP":
        return castEntries(parts, nested);
      case "STRUCT":
        return castFields(parts, nested);
      case "DECIMAL":
        return scalar(jsonNumberText(parts), type, sql);
      case "JSON":
        return parts;
      case "VARCHAR":
        return jsonText(parts);
      default:
        return scalar(parts, type, sql);
    }
  };
  return cast;
}

function castElements(parts: string, nested: Nested): string {
  const { type, sql, depth } = nested;
  const [first] = type.children;
  if (first === undefined) return "null";
  const [size] = type.sizes;
  const list = exactElements(parts, first.type, nested);
  const name = `a${depth}`;
  return size === undefined
    ? `cast(${list} as ${sql})`
    : binding(name, list, `case when len(${name}) = ${size} then cast(${name} as ${sql}) end`);
}

function castEntries(parts: string, nested: Nested): string {
  const { type, sql, depth } = nested;
  const [first, second] = type.children;
  if (first === undefined || second === undefined) return "null";
  const name = `m${depth}`;
  const inner = { ...nested, depth: depth + 1 };
  const keys = exactElements(`map_keys(${name})`, first.type, inner);
  const values = exactElements(`map_values(${name})`, second.type, inner);
  const both = `case when k${depth} is not null and v${depth} is not null then cast(map(k${depth}, v${depth}) as ${sql}) end`;
  return `try(${binding(name, parts, binding(`k${depth}`, keys, binding(`v${depth}`, values, both)))})`;
}

function castFields(parts: string, { type, sql, depth, cast }: Nested): string {
  const [whole, done] = [`s${depth}`, `t${depth}`];
  const part = (of: string, name: string) => `struct_extract(${of}, ${quoteText(name)})`;
  const fields = type.children.map(
    ({ name, type: inner }) =>
      `${quoteIdentifier(name)} := ${cast(part(whole, name), inner, depth + 1)}`,
  );
  const unhurt = type.children.map(
    ({ name }) => `(${part(whole, name)} is null or ${part(done, name)} is not null)`,
  );
  const result = `case when ${whole} is not null and ${unhurt.join(" and ")} then cast(${done} as ${sql}) end`;
  return binding(whole, parts, binding(done, `struct_pack(${fields.join(", ")})`, result));
}

/**
 * A JSON value as text. The engine reads numbers with a fraction or exponent as doubles, so that their spelling in the
 * file is lost, such as that of `1.10`: they are refused.
 */
function jsonText(json: string): string {
  const isRespelled = `regexp_matches(${json}, '^-?[0-9]+[.eE]')`;
  return `(case when starts_with(${json}, '"') then ${json} ->> '$' when not ${isRespelled} then cast(${json} as varchar) end)`;
}

/**
 * The text of a JSON string or number. The engine reads numbers with a fraction as doubles: one of more than 15 digits
 * may not be the number in the file any more, and is refused.
 */
function jsonNumberText(json: string): string {
  const digits = `length(regexp_replace(regexp_replace(${json}, '[eE].*$', ''), '[^0-9]', '', 'g'))`;
  const isRounded = `strlen(${json}) > 16 and regexp_matches(${json}, '[.eE]') and ${digits} > 15`;
  return `(case when starts_with(${json}, '"') then ${json} ->> '$' when ${isRounded} then 'inexact' else cast(${json} as varchar) end)`;
}
