import type { DuckType } from "../duck-type.js";
import { matches } from "./number-text.js";
import { quoteIdentifier, quoteText } from "../text.js";

/** The SQL that casts a text to a type, or gives null. */
export type CastText = (text: string, type: DuckType, depth: number) => string;

/** A nested type, how its parts are cast, and how deep it stands: names of lambda parameters follow from that. */
export interface Nested {
  readonly type: DuckType;
  readonly sql: string;
  readonly depth: number;
  readonly cast: CastText;
}

/** `body` with `name` for the value of `expression`, which is computed once. */
export const binding = (name: string, expression: string, body: string) =>
  `list_transform([${expression}], lambda ${name}: ${body})[1]`;

/** A backslash that escapes neither quote nor backslash is dropped by the engine: `"a\nb"` would become `anb`. */
const isReadable = (text: string) => matches(text, "(?s)(?:[^\\\\]|\\\\[\\\\\"'])*");

/** The list of exact elements, or null where one of them is refused. */
export function exactElements(list: string, element: DuckType, { depth, cast }: Nested): string {
  const [all, done, one] = [`l${depth}`, `r${depth}`, `e${depth}`];
  const elements = `list_transform(${all}, lambda ${one}: ${cast(one, element, depth + 1)})`;
  // Elements that are null in the text are null in both.
  const whole = `case when list_count(${done}) = list_count(${all}) then ${done} end`;
  return binding(all, list, binding(done, elements, whole));
}

/** Lists and arrays: every element by the rule of its type. */
export function exactList(text: string, nested: Nested): string {
  const [element] = nested.type.children;
  const [size] = nested.type.sizes;
  if (element === undefined) return "null";
  const list = `case when ${isReadable(text)} then try_cast(${text} as varchar[]) end`;
  const exact = exactElements(list, element.type, nested);
  const name = `a${nested.depth}`;
  const typed = `cast(${name} as ${nested.sql})`;
  const result = size === undefined ? typed : `case when len(${name}) = ${size} then ${typed} end`;
  return binding(name, exact, result);
}

/** Maps: keys and values by the rules of their types; keys that become equal are refused. */
export function exactMap(text: string, nested: Nested): string {
  const [key, value] = nested.type.children;
  if (key === undefined || value === undefined) return "null";
  const name = `m${nested.depth}`;
  const inner = { ...nested, depth: nested.depth + 1 };
  const keys = exactElements(`map_keys(${name})`, key.type, inner);
  const values = exactElements(`map_values(${name})`, value.type, inner);
  const entries = `case when ${isReadable(text)} then try(try_cast(${text} as map(varchar, varchar))) end`;
  const [k, v] = [`k${nested.depth}`, `v${nested.depth}`];
  const both = `case when ${k} is not null and ${v} is not null then cast(map(${k}, ${v}) as ${nested.sql}) end`;
  return `try(${binding(name, entries, binding(k, keys, binding(v, values, both)))})`;
}

/** Structs: exactly the fields of the type, each once and by the rule of its type. */
export function exactStruct(text: string, nested: Nested): string {
  const { type, sql, depth, cast } = nested;
  const name = `s${depth}`;
  const done = `t${depth}`;
  const part = (field: string) => `struct_extract(${name}, ${quoteText(field)})`;
  const fields = type.children.map(
    (child) => `${quoteIdentifier(child.name)} := ${cast(part(child.name), child.type, depth + 1)}`,
  );
  const unhurt = type.children.map((child) => {
    const isMissing = `try_cast(${text} as ${lacking(type, child.name)}) is not null`;
    const isRefused = `struct_extract(${done}, ${quoteText(child.name)}) is null`;
    return `case when ${part(child.name)} is null then not ${isMissing} else not ${isRefused} end`;
  });
  const inner = `substr(trim(${text}), 2, length(trim(${text})) - 2)`;
  // As many entries as fields: the engine takes the last of two fields of one name.
  const count = `len(try_cast('[' || ${inner} || ']' as varchar[])) = ${type.children.length}`;
  const parts = `case when ${isReadable(text)} and ${count} then try_cast(${text} as ${textStruct(type)}) end`;
  const whole = `case when ${name} is not null and ${unhurt.join(" and ")} then cast(${done} as ${sql}) end`;
  return binding(name, parts, binding(done, `struct_pack(${fields.join(", ")})`, whole));
}

/** The struct with texts for fields. */
function textStruct({ children }: DuckType): string {
  return `struct(${children.map(({ name }) => `${quoteIdentifier(name)} varchar`).join(", ")})`;
}

/** The struct of texts with another name for a field: a text fits it only when it lacks that field. */
function lacking({ children }: DuckType, field: string): string {
  const longest = children.reduce((most, { name }) => Math.max(most, name.length), 0);
  const other = "_".repeat(longest + 1);
  return textStruct({
    name: "STRUCT",
    sizes: [],
    values: [],
    children: children.map((child) => (child.name === field ? { ...child, name: other } : child)),
  });
}
