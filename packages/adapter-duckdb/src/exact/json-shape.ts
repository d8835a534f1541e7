import type { DuckType } from "../duck-type.js";
import { quoteText } from "../text.js";
import type { CastText } from "./nested.js";
import { textShape } from "./parts.js";

/** True for a type whose values are objects or lists in JSON. */
export const hasShape = ({ name }: DuckType): boolean => /^(LIST|ARRAY|MAP|STRUCT)$/.test(name);

/** A value of JSON, of any shape, as one of `type`, or null. `cast` casts one of the right shape. */
export function castJson(json: string, type: DuckType, cast: CastText): string {
  const parts = `json_transform(${json}, ${quoteText(JSON.stringify(textShape(type)))})`;
  return `case when ${fits(json, type, 0)} then ${cast(parts, type, 0)} end`;
}

/** Predicate: the value has an object where the type has fields, and a list where it has elements. Null fits any type. */
function fits(json: string, type: DuckType, depth: number): string {
  const [first, second] = type.children;
  const each = (list: string, part: DuckType) => {
    const name = `j${depth}`;
    return `coalesce(list_bool_and(list_transform(${list}, lambda ${name}: ${fits(name, part, depth + 1)})), true)`;
  };
  const only = (kind: string, then: string) =>
    `case json_type(${json}) when '${kind}' then ${then} when 'NULL' then true else ${json} is null end`;
  switch (type.name) {
    case "LIST":
    case "ARRAY":
      return first === undefined
        ? "true"
        : only("ARRAY", each(`cast(${json} as json[])`, first.type));
    case "MAP":
      return second === undefined
        ? "true"
        : only("OBJECT", each(`json_extract(${json}, '$.*')`, second.type));
    case "STRUCT": {
      const fields = type.children.map(({ name, type: field }) => {
        const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        return fits(`json_extract(${json}, ${quoteText(pointer)})`, field, depth + 1);
      });
      return only("OBJECT", fields.join(" and "));
    }
    default:
      return "true";
  }
}
