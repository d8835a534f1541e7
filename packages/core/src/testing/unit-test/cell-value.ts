import type { TypeInfo, TypeKind } from "../../warehouse/dialect.js";
import { foldName } from "@sluice/sql/text";
import type { SqlInterval, SqlValue } from "../../warehouse/values.js";
import { suggest } from "../../base/suggest.js";
import type { Cell, CellReader } from "./cell.js";
import { jsonText } from "./json-text.js";

/**
 * A value with texts for its scalars in the shape of its type: lists as arrays, structs with all fields in order, maps as
 * `Map`. Numbers keep the digits that are written.
 */
export function textsOf(cell: Cell, type: TypeInfo, reader: CellReader): SqlValue {
  const { value } = cell;
  if (value === null || value === undefined) return null;
  if (type.kind === "json") return typeof value === "string" ? value : jsonText(cell, reader);
  if (Array.isArray(value)) return listOf({ ...cell, value }, type, reader);
  if (value instanceof Map) return mapOf(cell, [...value.entries()], { type, reader });
  if (!isPlain(value)) return scalarOf(cell, type.kind, reader);
  if (type.kind === "interval") return value as unknown as SqlInterval;
  return type.kind === "map"
    ? mapOf(cell, Object.entries(value), { type, reader })
    : structOf({ ...cell, value }, type, reader);
}

interface Using {
  readonly type: TypeInfo;
  readonly reader: CellReader;
}

function listOf(
  { value, path }: Cell & { readonly value: readonly unknown[] },
  { kind, element }: TypeInfo,
  reader: CellReader,
): SqlValue {
  if (kind !== "list" || element === undefined) {
    return reader.refuse({ value, path }, "takes no list", "Write one value.");
  }
  return value.map((item, i) => textsOf({ value: item, path: [...path, i] }, element, reader));
}

function mapOf(
  cell: Cell,
  entries: readonly (readonly [unknown, unknown])[],
  { type: { kind, key, element }, reader }: Using,
): SqlValue {
  if (kind !== "map" || key === undefined || element === undefined) {
    return reader.refuse(cell, "takes no map", "Write one value.");
  }
  return new Map(
    entries.map(([name, value]) => {
      const path = [...cell.path, String(name)];
      return [
        textsOf({ value: name, path: [] }, key, reader),
        textsOf({ value, path }, element, reader),
      ];
    }),
  );
}

/** Fields in the order and spelling of the type; an unknown, missing or repeated one is refused. */
function structOf(
  cell: Cell & { readonly value: object },
  { kind, fields = [] }: TypeInfo,
  reader: CellReader,
): SqlValue {
  if (kind !== "struct") return reader.refuse(cell, "takes no fields", "Write one value.");
  const names = fields.map(({ name }) => name);
  const given = new Map<string, Cell>();
  for (const [name, value] of Object.entries<unknown>({ ...cell.value })) {
    const part = { value, path: [...cell.path, name], isField: true } as const;
    if (given.has(foldName(name)))
      reader.refuse(part, `is given its field \`${name}\` twice`, "Keep one of the two spellings.");
    if (!names.some((field) => foldName(field) === foldName(name))) {
      const near = suggest(name, names);
      const hint =
        near[0] === undefined ? `It has: ${names.join(", ")}.` : `Did you mean \`${near[0]}\`?`;
      reader.refuse(part, `has no field \`${name}\``, hint);
    }
    given.set(foldName(name), { value, path: part.path });
  }
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      const part = given.get(foldName(name));
      if (part) return [name, textsOf(part, type, reader)];
      return reader.refuse(cell, `lacks the field \`${name}\``, `Write \`${name}: null\`.`);
    }),
  );
}

const numbers: ReadonlySet<TypeKind> = new Set(["integer", "bigint", "decimal", "float"]);
const decimalForm = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** The text of a scalar: what is written, but for numbers that only YAML spells so, such as `0x1F` and `.nan`. */
function scalarOf(cell: Cell, kind: TypeKind, { written, refuse }: CellReader): SqlValue {
  const { value, path } = cell;
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint": {
      const text = written(path) ?? String(value);
      return numbers.has(kind) && !decimalForm.test(text) ? String(value) : text;
    }
    case "boolean":
      return kind === "boolean" ? String(value) : (written(path) ?? String(value));
    default:
      break;
  }
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (value instanceof Uint8Array) return value;
  return refuse(cell, "takes no such value", "Write a text, a number, a boolean or null.");
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  return ![Date, Uint8Array].some((type) => value instanceof type);
}
