import type { z } from "zod";
import type { TypeKind } from "../warehouse/dialect.js";
import type { CheckSpec } from "./check/check.js";
import type { ColumnSpec } from "./model.js";

/** What a zod object says of a relation: its columns, and the checks its enums imply. */
export interface ZodColumns {
  readonly columns: readonly ColumnSpec[];
  readonly checks: readonly CheckSpec[];
}

/** Reads columns from a zod object. Types zod cannot name an SQL type for (`z.any()`) leave the type open. */
export function zodColumns(object: z.ZodObject): ZodColumns {
  const columns: ColumnSpec[] = [];
  const checks: CheckSpec[] = [];
  for (const [name, schema] of Object.entries<z.core.$ZodType>(object.shape)) {
    const { inner, nullable } = unwrap(schema);
    const meta = columnMeta(schema);
    const values = enumValues(inner);
    if (values) checks.push({ type: "accepted_values", column: name, args: { values } });
    const type = textOf(meta["type"]);
    columns.push({
      name,
      type,
      dateFormat: textOf(meta["date_format"]),
      timestampFormat: textOf(meta["timestamp_format"]),
      kinds: type === undefined ? kindsOf(inner) : undefined,
      nullable,
      description: textOf(meta["description"]),
      tags: Array.isArray(meta["tags"]) ? meta["tags"].map(String) : [],
      pii: meta["pii"] === true,
    });
  }
  return { columns, checks };
}

/** The metadata of each column of a zod object. */
export function zodMeta(object: z.ZodObject): Readonly<Record<string, Record<string, unknown>>> {
  const columns = Object.entries<z.core.$ZodType>(object.shape);
  return Object.fromEntries(columns.map(([name, schema]) => [name, columnMeta(schema)]));
}

/** The metadata of a type, with that of the one inside `nullable` and the like. */
function columnMeta(schema: z.core.$ZodType): Record<string, unknown> {
  return { ...metaOf(unwrap(schema).inner), ...metaOf(schema) };
}

/** Zod 4's definition record, as far as it is read here. */
interface ZodDef {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly format?: string;
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
}

function defOf(schema: z.core.$ZodType): ZodDef {
  return schema._zod.def;
}

function metaOf(schema: z.core.$ZodType): Record<string, unknown> {
  const meta = (schema as { meta?: () => Record<string, unknown> | undefined }).meta?.();
  return meta ?? {};
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

function unwrap(schema: z.core.$ZodType): { inner: z.core.$ZodType; nullable: boolean } {
  let inner = schema;
  let nullable = false;
  for (;;) {
    const def = defOf(inner);
    if (def.type === "nullable" || def.type === "optional") nullable = true;
    const next = def.innerType ?? (def.type === "pipe" ? def.in : undefined);
    if (!next) return { inner, nullable };
    inner = next;
  }
}

function enumValues(schema: z.core.$ZodType): readonly (string | number)[] | undefined {
  const def = defOf(schema);
  if (def.type === "enum") return Object.values(def.entries ?? {});
  if (def.type !== "literal") return undefined;
  return def.values?.filter((v) => typeof v === "string" || typeof v === "number");
}

/** Accepted kinds by what zod says; the first is the one a `rows` model gets. */
const integers: readonly TypeKind[] = ["bigint", "integer"];
const numbers: readonly TypeKind[] = ["float", "decimal", "bigint", "integer"];
const kindsByZod: Readonly<Record<string, readonly TypeKind[]>> = {
  boolean: ["boolean"],
  bigint: integers,
  date: ["timestamp", "date", "timestamptz"],
  array: ["list"],
  tuple: ["list"],
  set: ["list"],
  object: ["struct", "json"],
  record: ["map", "struct", "json"],
  map: ["map"],
  enum: ["text", "enum", "integer", "bigint"],
  literal: ["text", "enum", "integer", "bigint", "boolean"],
  file: ["blob"],
};
const texts: readonly TypeKind[] = ["text", "enum", "uuid", "json"];
const textFormats: Readonly<Record<string, readonly TypeKind[]>> = {
  date: ["date", "text"],
  datetime: ["timestamp", "timestamptz", "text"],
  time: ["time", "text"],
  uuid: ["uuid", "text"],
  guid: ["uuid", "text"],
};

function kindsOf(schema: z.core.$ZodType): readonly TypeKind[] | undefined {
  const { type, format } = defOf(schema);
  if (type === "string") return textFormats[format ?? ""] ?? texts;
  if (type === "number")
    return format === undefined || format.startsWith("float") ? numbers : integers;
  return kindsByZod[type];
}
